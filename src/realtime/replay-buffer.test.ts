import { expect, test } from 'vitest';
import type { Publication } from './change.ts';
import { ReplayBuffer } from './replay-buffer.ts';

const kept = (buffer: ReplayBuffer, position: number) =>
  buffer.after(position)?.map(({ publication }) => publication) ?? null;

const event = (value: number): Publication => ({ kind: 'mutation', mutation: 'm', value });

test('gives what came after a position, as far as it is kept', () => {
  let now = 0;
  const buffer = new ReplayBuffer({ maxLength: 3, maxAge: 1_000, now: () => now });
  expect([buffer.position, buffer.after(0)]).toEqual([0, []]);
  for (const value of [1, 2, 3, 4, 5]) buffer.push(event(value));
  expect([buffer.position, buffer.after(5)]).toEqual([5, []]);
  expect(kept(buffer, 3)).toEqual([event(4), event(5)]);
  expect(kept(buffer, 2)).toEqual([event(3), event(4), event(5)]);
  expect(kept(buffer, 1)).toBeNull();
  now = 1_000;
  buffer.push(event(6));
  expect(kept(buffer, 4)).toEqual([event(5), event(6)]);
  now = 1_001;
  expect(kept(buffer, 4)).toBeNull();
  expect(kept(buffer, 5)).toEqual([event(6)]);
});

test('holds no more than twice what it is to keep', () => {
  const buffer = new ReplayBuffer({ maxLength: 100, maxAge: 1_000, now: () => 0 });
  for (let value = 1; value <= 10_000; value++) buffer.push(event(value));
  expect(buffer.after(9_900)?.length).toBe(100);
  expect(buffer.after(9_899)).toBeNull();
});

test('cursors are known as long as what follows them is kept, and to no other buffer', () => {
  const options = { maxLength: 2, maxAge: 1_000, now: () => 0 };
  const buffer = new ReplayBuffer(options);
  const start = buffer.cursor;
  const cursors = [1, 2, 3].map((value) => buffer.push(event(value)).cursor);
  expect([start, ...cursors].map((cursor) => buffer.positionOf(cursor))).toEqual([0, 1, 2, 3]);
  buffer.push(event(4));
  expect([start, ...cursors].map((cursor) => buffer.positionOf(cursor))).toEqual([null, null, 2, 3]);
  expect([...cursors, 'x', ''].map((cursor) => new ReplayBuffer(options).positionOf(cursor))).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  const before = buffer.cursor;
  buffer.interrupt();
  expect([buffer.positionOf(before), buffer.positionOf(buffer.cursor)]).toEqual([null, 5]);
});

test('cursors of a bus hold for all who hear it', () => {
  const options = { maxLength: 2, maxAge: 1_000, now: () => 0, start: '7-0' };
  const [one, two] = [new ReplayBuffer(options), new ReplayBuffer({ ...options, start: '7-1' })];
  one.push(event(1), '7-1');
  for (const buffer of [one, two]) buffer.push(event(2), '8-0');
  expect(['7-0', '7-1', '8-0'].map((cursor) => one.positionOf(cursor))).toEqual([0, 1, 2]);
  expect(['7-0', '7-1', '8-0'].map((cursor) => two.positionOf(cursor))).toEqual([null, 0, 1]);
});
