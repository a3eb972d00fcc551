import { expect, test } from 'vitest';
import { closest } from './closest.ts';
import { didYouMean } from './did-you-mean.ts';

test.each([
  ['warehuseID', ['productID', 'warehouseID', 'price'], 'warehouseID'],
  ['Title', ['titles', 'title'], 'title'],
  ['swarm', ['id', 'nest'], null],
  ['x', [], null],
  ['', ['a'], null],
])('closest to %j among %j is %j', (name, candidates, expected) => {
  expect(closest(name, candidates)).toBe(expected);
});

test('the hint names the candidate, or is absent', () => {
  expect(didYouMean('nme', ['id', 'name'])).toBe(`Did you mean 'name'?`);
  expect(didYouMean('nme', ['id'])).toBeNull();
});
