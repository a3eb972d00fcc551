import { expect, test } from 'vitest';
import { ConnectionProgress } from './connection-progress.ts';

test('events are confirmed once they pause', () => {
  const progress = new ConnectionProgress(() => 1);
  expect(progress.tick()).toBe(false);
  progress.eventSent();
  expect([progress.tick(), progress.tick()]).toEqual([false, true]);
  progress.pinged();
  expect(progress.tick()).toBe(false);
});

test('events that do not pause are confirmed every tenth tick', () => {
  const progress = new ConnectionProgress(() => 1);
  const due = Array.from({ length: 20 }, () => {
    progress.eventSent();
    const isDue = progress.tick();
    if (isDue) progress.pinged();
    return isDue;
  });
  expect(due.map((isDue, n) => (isDue ? n + 1 : 0)).filter(Boolean)).toEqual([10, 20]);
});

test('a pong confirms what had been sent at its ping', () => {
  let position = 7;
  const progress = new ConnectionProgress(() => position);
  progress.pinged();
  position = 9;
  expect(progress.confirmedPosition).toBe(0);
  progress.ponged();
  expect(progress.confirmedPosition).toBe(7);
});
