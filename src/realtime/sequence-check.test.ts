import { expect, test } from 'vitest';
import { SequenceCheck } from './sequence-check.ts';

test('numbers of each node are checked on their own', () => {
  const sequence = new SequenceCheck();
  const answers = [
    ['a', 7],
    ['b', 1],
    ['a', 8],
    ['a', 8],
    ['a', 7],
    ['b', 3],
    ['b', 4],
  ].map(([node, number]) => sequence.check(node as string, number as number));
  expect(answers).toEqual(['next', 'next', 'next', 'repeated', 'repeated', 'gap', 'next']);
});

test('of more than a thousand nodes the one silent for longest is forgotten', () => {
  const sequence = new SequenceCheck();
  for (let n = 0; n <= 1_000; n++) sequence.check(`node ${n}`, 1);
  expect([sequence.check('node 0', 1), sequence.check('node 2', 1)]).toEqual(['next', 'repeated']);
});
