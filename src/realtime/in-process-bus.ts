import type { Bus } from './bus.ts';
import type { BusMessage } from './change.ts';

/**
 * A bus within one process. `publish` only queues: listeners run after the current turn of the event loop, so that the
 * response of a mutation never waits for its subscribers. Order is that of `publish`.
 *
 * A listener that throws does not keep a publication from the others; the error goes to `onError`.
 */
export function createInProcessBus(options: { readonly onError: (error: unknown) => void }): Bus {
  const listeners = new Set<(message: BusMessage) => void>();
  let queue: BusMessage[] = [];
  let flush: NodeJS.Immediate | null = null;

  function deliver(): void {
    if (flush !== null) clearImmediate(flush);
    flush = null;
    const messages = queue;
    queue = [];
    for (const message of messages) {
      for (const listener of listeners) {
        try {
          listener(message);
        } catch (error) {
          options.onError(error);
        }
      }
    }
  }

  return {
    publish(message) {
      if (listeners.size === 0) return;
      queue.push(message);
      flush ??= setImmediate(deliver);
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    flush: deliver,
    async close() {
      deliver();
      listeners.clear();
    },
  };
}
