import { compile, type Source } from '../compiler/compile.ts';
import type { Log } from '../diagnostics/log.ts';
import { SchemaError } from '../diagnostics/schema-error.ts';
import type { Invocation } from '../functions/function-invoker.ts';
import { HandlerError } from '../functions/handler-error.ts';
import type { ApiSettings, DataModel } from '../ir/data-model.ts';
import type { Item } from '../ir/item.ts';
import { createBackend } from '../runtime/create-backend.ts';
import { createWriteHooks } from '../runtime/hooks/create-write-hooks.ts';
import type { HookDefinitions } from '../runtime/hooks/hook-definitions.ts';
import { readBackendDefinition } from '../schema/define/read-backend-definition.ts';
import type { AiRoutes } from '../schema/lower/ai-operations.ts';
import type { AnySchema } from '../schema/schema.ts';
import { createSqliteEngine } from '../storage/sqlite/sqlite-engine.ts';
import { createTestClient, type TestClient } from './test-client.ts';
import { type Caller, testIdentity } from './test-identity.ts';
import { type Moment, WriteJournal } from './write-journal.ts';

export type TestBackendOptions = ({ readonly schema: AnySchema } | { readonly sdl: string }) & {
  /** Settings of the API; every authorization mode is accepted unless given. */
  readonly settings?: Partial<ApiSettings>;
  /** Handlers by the name of their function, called in this process. */
  readonly functions?: Readonly<Record<string, (invocation: Invocation) => unknown>>;
  /** Hooks by model, as in the configuration. */
  readonly hooks?: HookDefinitions;
  /** Whether a schema with generations or conversations is refused, or served without them; `refuse` unless given. */
  readonly aiRoutes?: AiRoutes;
  /** Where the clock stands: a date or milliseconds since 1970; 2024-01-01T00:00:00.000Z unless given. */
  readonly now?: string | number;
};

/** A moment of a test backend, to go back to. Belongs to that backend. */
export interface Snapshot {
  readonly items: Moment;
  readonly now: number;
  readonly ids: number;
}

/** A backend in the test's process, with its data in memory. */
export interface TestBackend {
  readonly model: DataModel;
  /** Sends requests as a caller. */
  as(caller: Caller): TestClient;
  /** Stores items as they are, past rules and validations, and tells no subscriber. */
  put(items: Readonly<Record<string, readonly Item[]>>): Promise<void>;
  /** Milliseconds since 1970. The clock stands still until it is set. */
  now: number;
  /** Remembers items, clock and ids, at no cost. */
  snapshot(): Promise<Snapshot>;
  /** Goes back to a snapshot, at the cost of what was written since. Subscriptions stay, and are told nothing. */
  restore(snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a backend for tests: no port, no file, no process. New items get the ids `00000000-0000-4000-8000-000000000001`
 * and so on, in order.
 *
 * @throws SchemaError where the schema is not valid
 */
export async function createTestBackend(options: TestBackendOptions): Promise<TestBackend> {
  const { model, diagnostics } = compile([sourceOf(options)], { settings: options.settings ?? {} });
  if (model === null) throw new SchemaError(diagnostics);
  const { functions = {} } = options;
  const state = { now: new Date(options.now ?? '2024-01-01T00:00:00.000Z').getTime(), ids: 0 };
  const failures: string[] = [];
  const journal = new WriteJournal(createSqliteEngine({ file: ':memory:' }), model);
  const { engine } = journal;
  const ignore = () => {};
  const log: Log = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (message, fields) => failures.push(`${message}: ${fields?.error ?? ''}`),
  };
  const backend = await createBackend({
    model,
    engine,
    hooks: createWriteHooks(options.hooks ?? {}, model, { log }),
    authenticator: { authenticate: refuse, authenticateRealtime: refuse },
    invoker: {
      invoke: async (handlers, invocation) => {
        let result: unknown = null;
        for (const handler of handlers) {
          const name = handler.kind === 'FunctionHandler' ? handler.name : handler.kind;
          const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
          if (run === undefined) {
            throw new HandlerError(`The test backend has no function '${name}'`, { errorType: 'Lambda:Unhandled' });
          }
          result = await run(invocation);
        }
        return result;
      },
      close: async () => {},
    },
    clock: () => state.now,
    ids: () => {
      state.ids += 1;
      return `00000000-0000-4000-8000-${String(state.ids).padStart(12, '0')}`;
    },
    pageTokenSecret: new Uint8Array(32),
    explain: true,
    log,
  });
  const store = engine.open(model);
  return {
    model,
    as: (caller) => createTestClient(backend, testIdentity(caller), () => failures.splice(0)),
    put: async (items) => {
      await store.write(
        Object.entries(items).flatMap(([name, list]) =>
          list.map((item) => ({ kind: 'put', model: name, item }) as const),
        ),
      );
    },
    get now() {
      return state.now;
    },
    set now(value: number) {
      state.now = value;
    },
    snapshot: async () => ({ items: await journal.now(), ...state }),
    restore: async ({ items, now, ids }) => {
      await journal.goBack(items, store);
      Object.assign(state, { now, ids });
    },
    close: () => backend.close(),
  };
}

function sourceOf(options: TestBackendOptions): Source {
  if ('sdl' in options) return { file: 'schema.graphql', text: options.sdl };
  return readBackendDefinition([{ schema: options.schema }], null, options).source;
}

/** Callers of a test backend are given, not proven. */
function refuse(): never {
  throw new Error('A test backend checks no credentials.');
}
