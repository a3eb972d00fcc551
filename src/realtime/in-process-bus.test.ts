import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Publication } from './change.ts';
import { createInProcessBus } from './in-process-bus.ts';

const event = (value: number): Publication => ({ kind: 'mutation', mutation: 'm', value });

test('publish returns before listeners run; they see publications in order', async () => {
  const bus = createInProcessBus({ onError: () => {} });
  const seen: unknown[] = [];
  bus.listen((publication) => seen.push(publication));
  bus.publish(event(1));
  bus.publish(event(2));
  expect(seen).toEqual([]);
  await nextTurn();
  expect(seen).toEqual([event(1), event(2)]);
});

test('a listener that throws keeps nothing from the others', async () => {
  const errors: unknown[] = [];
  const bus = createInProcessBus({ onError: (error) => errors.push(error) });
  const seen: unknown[] = [];
  bus.listen(() => {
    throw new Error('broken');
  });
  bus.listen((publication) => seen.push(publication));
  bus.publish(event(1));
  await nextTurn();
  expect(errors).toEqual([new Error('broken')]);
  expect(seen).toEqual([event(1)]);
});

test('close delivers what was published and then nothing; a listener that left hears nothing', async () => {
  const bus = createInProcessBus({ onError: () => {} });
  const seen: unknown[] = [];
  const left: unknown[] = [];
  bus.listen((publication) => seen.push(publication));
  const leave = bus.listen((publication) => left.push(publication));
  leave();
  bus.publish(event(1));
  await bus.close();
  bus.publish(event(2));
  await nextTurn();
  expect([seen, left]).toEqual([[event(1)], []]);
});

test('flush delivers at once what waits, and once', async () => {
  const bus = createInProcessBus({ onError: () => {} });
  const seen: unknown[] = [];
  bus.listen((publication) => seen.push(publication));
  bus.publish(event(1));
  bus.flush?.();
  expect(seen).toEqual([event(1)]);
  await nextTurn();
  expect(seen).toEqual([event(1)]);
});
