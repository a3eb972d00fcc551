import { AsyncLocalStorage } from 'node:async_hooks';
import type { BackendDataSource } from './data-part.ts';
import { DefineError } from './define-error.ts';
import type { Resource } from './resource.ts';

/** What the modules of a backend defined while they were evaluated. */
export interface CollectedBackend {
  /** The parts of `defineBackend`, by name; `null` where it was not called. */
  parts: Readonly<Record<string, unknown>> | null;
  readonly resources: Resource[];
  /** Arguments of `backend.addOutput`, in order. */
  readonly outputs: Readonly<Record<string, unknown>>[];
  /** Data sources of resolvers that the backend adds to its API, in order. */
  readonly dataSources: BackendDataSource[];
  /** Environment of resolvers that the backend gives its API. */
  readonly resolverEnvironment: Record<string, string>;
  /** What was asked of the cloud and has no meaning here: `backend.data.resources.tables`. */
  readonly ignored: Set<string>;
}

/**
 * Definitions are found by evaluating modules, which need not export them (`defineBackend({ auth, data })` is usually a
 * statement). The store hands each evaluation its own collection. It hangs on the process so that a second copy of this
 * module, such as one in a test runner's module graph, uses the same.
 */
const key = Symbol.for('preamp.collected-backend');
const shared = globalThis as { [key]?: AsyncLocalStorage<CollectedBackend> };
shared[key] ??= new AsyncLocalStorage<CollectedBackend>();
const store = shared[key];

/** Runs `evaluate`, which imports a backend's modules, and gives what they defined. */
export async function collectBackend<T>(
  evaluate: () => Promise<T>,
): Promise<{ readonly value: T; readonly collected: CollectedBackend }> {
  const collected = emptyCollection();
  return { value: await store.run(collected, evaluate), collected };
}

/** The collection of the evaluation that runs; one that nobody reads where none does. */
export function currentCollection(): CollectedBackend {
  return store.getStore() ?? emptyCollection();
}

function emptyCollection(): CollectedBackend {
  return {
    parts: null,
    resources: [],
    outputs: [],
    dataSources: [],
    resolverEnvironment: {},
    ignored: new Set(),
  };
}

/** Notes a resource. Data and auth exist once in a backend. */
export function collect<R extends Resource>(made: R, singleton: string | null): R {
  const { resources } = currentCollection();
  if (singleton !== null && resources.some(({ data }) => data.kind === made.data.kind)) {
    throw new DefineError(
      'MultipleSingletonResourcesError',
      `Multiple \`${singleton}\` calls are not allowed within an Amplify backend`,
      `Remove all but one \`${singleton}\` call in the backend.`,
    );
  }
  resources.push(made);
  return made;
}
