import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import { itemsPath } from '../../server/item-routes.ts';
import type { EngineSettings } from '../serve/engine-settings.ts';
import { openEngine } from '../serve/open-engine.ts';
import type { DataDirectory } from './data-directory.ts';
import { lockData } from './data-lock.ts';
import { readServer, type ServerAddress } from './server-file.ts';

/** Stores items under their keys, replacing what is there, past rules and validations. */
export interface ItemWriter {
  /** Whether a server stores them, and tells its subscribers. */
  readonly live: boolean;
  /** Items that one call takes. */
  readonly mostAtOnce: number;
  /** Returns when they are durable. */
  write(model: string, items: readonly Item[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Writes into a data folder: through the server that has it, else directly, after a migration that loses nothing. Tables
 * in DynamoDB are written directly, and made by `deploy`.
 *
 * @throws PreampError `data-in-use` where another process has the folder that is no server
 */
export async function openItemWriter(
  data: DataDirectory,
  model: DataModel,
  settings: EngineSettings,
): Promise<ItemWriter> {
  let unlock = () => {};
  try {
    if (settings.type === 'sqlite') unlock = lockData(data);
  } catch (error) {
    const server = error instanceof PreampError && error.code === 'data-in-use' ? readServer(data) : null;
    if (server === null) throw error;
    return throughServer(server);
  }
  const engine = await openEngine(settings, data).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const close = async () => {
    await engine.close();
    unlock();
  };
  try {
    if (settings.type === 'sqlite') await engine.migrate(await engine.plan(model), { destructive: false });
    const store = engine.open(model);
    return {
      live: false,
      mostAtOnce: engine.capabilities.maxAtomicWrites,
      write: async (name, items) => {
        await store.write(items.map((item) => ({ kind: 'put', model: name, item }) as const));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function throughServer({ url, token }: ServerAddress): ItemWriter {
  /** One after the other, as several may have the same key. */
  let last: Promise<unknown> = Promise.resolve();
  const send = async (model: string, items: readonly Item[]) => {
    const response = await fetch(new URL(itemsPath, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, items }),
    }).catch((cause: unknown) => {
      throw new PreampError('server-unreachable', `The server of the data folder does not answer at ${url}.`, {
        hint: 'Look at its log. What was acknowledged is stored; repeat the command to go on.',
        cause,
      });
    });
    if (response.ok) return;
    const { code, message, hint } = (await response.json()) as {
      code?: string;
      message: string;
      hint?: string | null;
    };
    throw new PreampError(code ?? 'server-refused', message, hint ? { hint } : {});
  };
  return {
    live: true,
    mostAtOnce: Number.MAX_SAFE_INTEGER,
    write: (model, items) => {
      const sent = last.then(() => send(model, items));
      last = sent;
      return sent;
    },
    close: async () => {},
  };
}
