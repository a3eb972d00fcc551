import { afterEach, describe, expect, it } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { compileAuthorizer } from '../../src/auth/compile-authorizer.ts';
import { compile } from '../../src/compiler/compile.ts';
import type { Compatibility } from '../../src/execution/compatibility.ts';
import { createExecutor } from '../../src/execution/create-executor.ts';
import type { ExecutionLimits } from '../../src/execution/execution-limits.ts';
import type { Executor } from '../../src/execution/executor.ts';
import type { Invocation } from '../../src/functions/function-invoker.ts';
import { HandlerError } from '../../src/functions/handler-error.ts';
import type { ApiSettings, DataModel } from '../../src/ir/data-model.ts';
import type { Identity } from '../../src/ir/identity.ts';
import type { Item } from '../../src/ir/item.ts';
import type { Publication } from '../../src/realtime/change.ts';
import type { Capabilities, Store } from '../../src/storage/storage-engine.ts';
import { engineUnderTest } from '../support/engine-under-test.ts';
import { apiKey } from './identities.ts';

export interface Request {
  readonly as?: Identity;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** One row of a scenario table: what is stored, who asks what, and exactly what comes back and is published. */
export interface Scenario extends Request {
  /** What is so, in the present tense. */
  readonly title: string;
  /** Items to store before, by model. */
  readonly seed?: Readonly<Record<string, readonly Item[]>>;
  /** Requests to make before; their responses and events do not count. */
  readonly before?: readonly Request[];
  readonly response: unknown;
  /** HTTP status; 200 unless given. */
  readonly status?: number;
  /** Everything published; nothing unless given. `any` where another test is about that. */
  readonly events?: readonly Publication[] | 'any';
  /** `engine`: the request lists what has no order of its own, so it comes as the engine has it. */
  readonly order?: 'engine';
  /** What the engine must do for it; skipped on others. */
  readonly needs?: Flag;
}

type Flag = 'synchronousReads' | 'orderedScan' | 'keepsJsonText' | 'emptyKeys';

export interface WorldOptions {
  readonly schema: string;
  readonly settings?: Partial<ApiSettings>;
  /** Handlers by the name of their function. */
  readonly functions?: Readonly<Record<string, (invocation: Invocation) => unknown>>;
  readonly limits?: Partial<ExecutionLimits>;
  readonly explain?: boolean;
  readonly compatibility?: Partial<Compatibility>;
  /** Puts itself between the executor and the engine. */
  readonly wrapStore?: (store: Store) => Store;
}

/** A backend in memory with its clock, its ids and its endpoints in the hands of the test. */
export interface World {
  readonly executor: Executor;
  readonly model: DataModel;
  readonly store: Store;
  readonly capabilities: Capabilities;
  /** Publications since the world began. */
  readonly events: Publication[];
  /** Failures that clients are not told about. */
  readonly errors: unknown[];
  /** Milliseconds since 1970; starts at 2024-05-01T12:00:00.000Z. */
  now: number;
  send(request: Request): Promise<unknown>;
  seed(items: Readonly<Record<string, readonly Item[]>>): Promise<void>;
  close(): Promise<void>;
}

/** What timestamps show while a test does not move the clock. */
export const now = '2024-05-01T12:00:00.000Z';

export async function createWorld(options: WorldOptions): Promise<World> {
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text: options.schema }], {
    settings: {
      authModes: ['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'AWS_IAM', 'AWS_LAMBDA', 'OPENID_CONNECT'],
      defaultAuthMode: 'API_KEY',
      genericIamAccess: true,
      ...options.settings,
    },
  });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const engine = await engineUnderTest();
  await engine.migrate(await engine.plan(model), { destructive: false });
  const store = engine.open(model);
  const events: Publication[] = [];
  const errors: unknown[] = [];
  let ids = 0;
  const world = { now: Date.parse(now) };
  const executor = createExecutor({
    api: buildApi(model),
    authorizer: compileAuthorizer(model),
    store: options.wrapStore?.(store) ?? store,
    bus: {
      publish: (message) => {
        if (message.kind !== 'invalidation') events.push(message);
      },
      listen: () => () => {},
      close: async () => {},
    },
    invoker: {
      async invoke(handlers, invocation) {
        let result: unknown = null;
        for (const handler of handlers) {
          const name = handler.kind === 'FunctionHandler' ? handler.name : handler.kind;
          const run = options.functions?.[name];
          if (run === undefined) throw new HandlerError(`No function '${name}'`, { errorType: 'Lambda:Unhandled' });
          result = await run(invocation);
        }
        return result;
      },
      close: async () => {},
    },
    clock: () => world.now,
    ids: () => {
      ids += 1;
      return `id-${ids}`;
    },
    limits: options.limits ?? {},
    pageTokenSecret: new Uint8Array(32).fill(7),
    explain: options.explain ?? false,
    compatibility: options.compatibility ?? {},
    onError: (error) => errors.push(error),
  });
  return Object.assign(world, {
    executor,
    model,
    store,
    capabilities: engine.capabilities,
    events,
    errors,
    async send(request: Request): Promise<unknown> {
      return JSON.parse((await send(executor, request)).body);
    },
    async seed(items: Readonly<Record<string, readonly Item[]>>): Promise<void> {
      const most = Math.min(engine.capabilities.maxAtomicWrites, 1000);
      for (const [name, list] of Object.entries(items)) {
        for (let start = 0; start < list.length; start += most) {
          await store.write(list.slice(start, start + most).map((item) => ({ kind: 'put', model: name, item })));
        }
      }
    },
    async close(): Promise<void> {
      await engine.close();
    },
  });
}

export function send(executor: Executor, request: Request) {
  return executor.execute({
    query: request.query,
    variables: request.variables ?? null,
    operationName: request.operationName ?? null,
    identity: request.as ?? apiKey,
    headers: {},
    requestId: 'request-1',
  });
}

/** Declares one test for each row of a table, each in a world of its own. */
export function scenarios(title: string, options: WorldOptions, rows: readonly Scenario[]): void {
  describe(title, () => {
    let world: World | null = null;
    afterEach(async () => {
      await world?.close();
      world = null;
    });
    it.for(rows.map((row) => [row.title, row] as const))('%s', async ([_title, row], { skip }) => {
      world = await createWorld(options);
      skipWithout(row.needs, world, skip);
      await world.seed(row.seed ?? {});
      for (const request of row.before ?? []) await world.send(request);
      world.events.length = 0;
      const response = await send(world.executor, row);
      const arranged = row.order === 'engine' && !world.capabilities.orderedScan ? sorted : (value: unknown) => value;
      expect(arranged(JSON.parse(response.body))).toEqual(arranged(row.response));
      expect(response.status).toBe(row.status ?? 200);
      if (row.events !== 'any') expect(world.events).toEqual(row.events ?? []);
      expect(world.errors).toEqual([]);
    });
  });
}

/** Skips the test, and says why, where the engine does not do what it needs. */
export function skipWithout(
  flag: Flag | undefined,
  { capabilities }: Pick<World, 'capabilities'>,
  skip: (condition: boolean, note: string) => void,
): void {
  if (flag !== undefined) skip(!capabilities[flag], `the engine's capability ${flag} is off`);
}

/** The value with the items of every connection in the order of their JSON text. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const inner = sorted(each);
      const isList = name === 'items' && Array.isArray(inner);
      return [name, isList ? inner.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : inner];
    }),
  );
}

/** The entry of a field that failed, as the response has it. */
export function fieldError(
  path: readonly (string | number)[],
  errorType: string | null,
  message: string,
  place: { readonly line?: number; readonly column?: number; readonly errorInfo?: unknown } = {},
) {
  return {
    path,
    data: null,
    errorType,
    errorInfo: place.errorInfo ?? null,
    locations: [{ line: place.line ?? 1, column: place.column ?? 3, sourceName: null }],
    message,
  };
}

export const conditionFailed =
  'The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: request-1)';
