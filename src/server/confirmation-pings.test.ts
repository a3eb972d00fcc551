import { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectionProgress } from '../realtime/connection-progress.ts';
import { ConfirmationPings } from './confirmation-pings.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function socket() {
  const writes: string[] = [];
  const stream = new Duplex({
    read() {},
    writev(chunks, done) {
      writes.push(Buffer.concat(chunks.map(({ chunk }) => chunk)).toString('latin1'));
      done();
    },
  });
  return { stream, isOpen: true, progress: new ConnectionProgress(() => 1), writes };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what a turn sends is followed by one ping, in the same write', async () => {
  const pings = new ConfirmationPings(() => 1);
  const one = socket();
  pings.request(one);
  one.stream.write('a');
  pings.request(one);
  one.stream.write('b');
  await turn();
  expect(one.writes).toEqual(['ab\x89\x011']);
  expect(one.progress.asked).toBe(1);
  pings.close();
});

test('a socket that was closed meanwhile is not asked, and its stream flows again', async () => {
  const pings = new ConfirmationPings(() => 1);
  const one = { ...socket(), isOpen: false };
  pings.request(one);
  one.stream.write('closing');
  await turn();
  expect(one.writes).toEqual(['closing']);
  expect(one.progress.asked).toBe(0);
  pings.close();
});

test('above the budget sockets wait for their turn, a second at most', async () => {
  const pings = new ConfirmationPings(() => 5_000);
  const sockets = Array.from({ length: 5_000 }, socket);
  const asked = () => sockets.filter(({ progress }) => progress.asked > 0).length;
  for (const each of sockets) pings.request(each);
  await turn();
  expect(asked()).toBe(200);
  pings.forget(sockets[4_999]!);
  for (let n = 0; n < 10; n++) {
    vi.advanceTimersByTime(100);
    await turn();
  }
  expect(asked()).toBe(4_999);
  pings.close();
  expect(vi.getTimerCount()).toBe(0);
});
