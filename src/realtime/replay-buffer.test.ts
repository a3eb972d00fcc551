import { expect, test } from 'vitest';
import type { Publication } from './change.ts';
import { ReplayBuffer } from './replay-buffer.ts';

const event = (value: number): Publication => ({ kind: 'mutation', mutation: 'm', value });

test('gives what came after a position, as far as it is kept', () => {
  let now = 0;
  const buffer = new ReplayBuffer({ maxLength: 3, maxAge: 1_000, now: () => now });
  expect([buffer.position, buffer.after(0)]).toEqual([0, []]);
  for (const value of [1, 2, 3, 4, 5]) buffer.push(event(value));
  expect([buffer.position, buffer.after(5)]).toEqual([5, []]);
  expect(buffer.after(3)).toEqual([event(4), event(5)]);
  expect(buffer.after(2)).toEqual([event(3), event(4), event(5)]);
  expect(buffer.after(1)).toBeNull();
  now = 1_000;
  buffer.push(event(6));
  expect(buffer.after(4)).toEqual([event(5), event(6)]);
  now = 1_001;
  expect(buffer.after(4)).toBeNull();
  expect(buffer.after(5)).toEqual([event(6)]);
});

test('holds no more than twice what it is to keep', () => {
  const buffer = new ReplayBuffer({ maxLength: 100, maxAge: 1_000, now: () => 0 });
  for (let value = 1; value <= 10_000; value++) buffer.push(event(value));
  expect(buffer.after(9_900)?.length).toBe(100);
  expect(buffer.after(9_899)).toBeNull();
});
