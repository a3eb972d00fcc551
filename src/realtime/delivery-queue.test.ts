import { expect, test, vi } from 'vitest';
import { DeliveryQueue } from './delivery-queue.ts';

test('a hundred events behind a slow one are rendered 32 at a time and delivered in order', async () => {
  const delivered: string[] = [];
  const drained = vi.fn();
  const queue = new DeliveryQueue<string>({
    maxWaiting: 1_000,
    deliver: (_, payload, { cursor }) => delivered.push(payload.toString()) && expect(cursor).toBe(payload.toString()),
    drop: () => {},
    drained,
  });
  const first = Promise.withResolvers<Buffer>();
  let rendering = 0;
  let most = 0;
  queue.push(['s'], () => first.promise, { position: 0, cursor: '0' });
  for (let n = 1; n < 100; n++) {
    const render = async () => {
      most = Math.max(most, ++rendering);
      await Promise.resolve();
      rendering--;
      return Buffer.from(String(n));
    };
    queue.push(['s'], render, { position: n, cursor: String(n) });
  }
  await new Promise(setImmediate);
  expect(delivered).toEqual([]);
  first.resolve(Buffer.from('0'));
  await vi.waitFor(() => expect(delivered).toEqual(Array.from({ length: 100 }, (_, n) => String(n))));
  expect(most).toBeLessThanOrEqual(32);
  expect(drained).toHaveBeenCalledTimes(1);
});
