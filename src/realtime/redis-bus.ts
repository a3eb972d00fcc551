import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Log } from '../diagnostics/log.ts';
import { PreampError } from '../diagnostics/preamp-error.ts';
import type { Bus } from './bus.ts';
import type { BusMessage } from './change.ts';
import { SequenceCheck } from './sequence-check.ts';

export interface RedisBusOptions {
  /** `redis://…` or `rediss://…`. */
  readonly url: string;
  /** The stream that carries the events; nodes with the same one form a cluster. `preamp:events` unless given. */
  readonly stream?: string;
  /** Events the stream keeps, about: how long a node may be cut off without loss. 100,000 unless given. */
  readonly maxLength?: number;
  /** Events kept in memory while Redis cannot be reached; 10,000 unless given. */
  readonly maxPending?: number;
  readonly log: Log;
}

/** Milliseconds one read waits for events before it asks again. */
const readBlock = 2_000;
/** Milliseconds between attempts after a failed read. */
const retryDelay = 250;
/** Milliseconds that pending events have to reach Redis when the bus closes. */
const closeTimeout = 2_000;

/**
 * A bus between nodes, over a Redis stream. All nodes see all events, their own too, in one order. A node that was cut
 * off reads on where it was; events that are gone by then, or that a node could not keep while Redis was away, are
 * noticed by gaps in each node's numbering and reported as lost. Numbers also tell repeated events, so that each is
 * heard once.
 *
 * Needs the package `ioredis`. Rejects with `redis-missing` without it, `redis-unreachable` where nothing answers.
 */
export async function createRedisBus(options: RedisBusOptions): Promise<Bus> {
  const { stream = 'preamp:events', maxLength = 100_000, maxPending = 10_000, log } = options;
  const onError = (error: unknown): void => log.error('the Redis bus failed', { error: describe(error) });
  const { Redis } = await loadClient();
  const writer = new Redis(options.url, {
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: () => retryDelay,
  });
  await connect(writer, options.url);
  const reader = writer.duplicate();
  let start: string;
  try {
    await connect(reader, options.url);
    const newest = entriesOf([[stream, await reader.xrevrange(stream, '+', '-', 'COUNT', 1)]]);
    start = newest[0]?.[0] ?? '0-0';
  } catch (error) {
    // They would go on connecting, and keep the process alive.
    writer.disconnect();
    reader.disconnect();
    throw error;
  }

  const metrics = { connected: 1, pending: 0, reconnects: 0, dropped: 0 };
  // Each failed attempt is an error to the client; that the connection is gone is said once.
  for (const client of [writer, reader]) client.on('error', () => {});
  writer.on('close', () => {
    if (closed || metrics.connected === 0) return;
    metrics.connected = 0;
    log.warn('Redis is gone: events wait here, and those of other nodes do not arrive');
  });
  writer.on('ready', () => {
    metrics.connected = 1;
    metrics.reconnects++;
    const { dropped } = metrics;
    log.warn('Redis is back', { waiting: pending, dropped });
    // Readers compare numbers when they hear from a node: what Redis forgot is noticed now, not at the next change.
    send('');
  });

  const node = randomUUID();
  const listeners = new Map<(message: BusMessage, cursor: string) => void, (() => void) | undefined>();
  const sequence = new SequenceCheck();
  let sent = 0;
  let pending = 0;
  let overflowed = false;
  let closed = false;

  function send(text: string): void {
    pending++;
    writer
      .xadd(stream, 'MAXLEN', '~', maxLength, '*', 'n', node, 's', ++sent, 'p', text)
      .catch((error: unknown) => {
        if (!closed) onError(error);
      })
      .finally(() => {
        pending--;
        // Readers find the gap at the next number, so one must follow.
        if (overflowed && pending === 0 && !closed) {
          overflowed = false;
          send('');
        }
      });
  }

  function hear(id: string, fields: readonly string[]): void {
    const [, from = '', , number = '', , text = ''] = fields;
    const check = sequence.check(from, Number(number));
    if (check === 'repeated') return;
    for (const [listener, lost] of listeners) {
      try {
        if (check === 'gap') lost?.();
        if (text !== '') listener(JSON.parse(text) as BusMessage, id);
      } catch (error) {
        onError(error);
      }
    }
  }

  async function read(from: string): Promise<void> {
    let last = from;
    while (!closed) {
      try {
        const answer = await reader.xread('COUNT', 1_000, 'BLOCK', readBlock, 'STREAMS', stream, last);
        for (const [id, fields] of entriesOf(answer)) {
          last = id;
          hear(id, fields);
        }
      } catch (error) {
        if (closed) return;
        log.debug('a read of the Redis bus failed', { error: describe(error) });
        await new Promise((resolve) => setTimeout(resolve, retryDelay));
      }
    }
  }

  const reading = read(start);

  return {
    start,
    get metrics() {
      return { ...metrics, pending };
    },
    publish(message) {
      if (pending >= maxPending) {
        sent++;
        metrics.dropped++;
        overflowed = true;
      } else send(JSON.stringify(message));
    },
    listen(listener, lost) {
      listeners.set(listener, lost);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      const deadline = Date.now() + closeTimeout;
      while (pending > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
      closed = true;
      writer.disconnect();
      reader.disconnect();
      await reading;
      listeners.clear();
    },
  };
}

async function loadClient(): Promise<Pick<typeof import('ioredis'), 'Redis'>> {
  try {
    return await import('ioredis');
  } catch (cause) {
    const hint = 'Run `npm install ioredis`.';
    throw new PreampError('redis-missing', 'The package ioredis, which the Redis bus needs, is not installed.', {
      hint,
      cause,
    });
  }
}

/** Fails at once where nothing answers; later failures are retried for ever. */
async function connect(redis: Redis, url: string): Promise<void> {
  const swallow = (): void => {};
  redis.on('error', swallow);
  try {
    await redis.connect();
  } catch (cause) {
    redis.disconnect();
    const { host } = new URL(url);
    const hint = 'Start it, or correct the URL.';
    throw new PreampError('redis-unreachable', `Redis at ${host} does not answer.`, { hint, cause });
  } finally {
    redis.off('error', swallow);
  }
}

type Entry = readonly [id: string, fields: readonly string[]];

/** The entries in the answer of a read of one stream, which is null where there are none. */
function entriesOf(answer: unknown): readonly Entry[] {
  const streams = (answer ?? []) as readonly (readonly [name: string, entries: readonly Entry[]])[];
  return streams[0]?.[1] ?? [];
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'not an error object';
}
