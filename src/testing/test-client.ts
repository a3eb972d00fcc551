import type { Identity } from '../ir/identity.ts';
import type { Backend } from '../runtime/backend.ts';

export interface TestResponse {
  // biome-ignore lint/suspicious/noExplicitAny: what a document yields is known to the test alone
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly errorType?: string | null }[];
}

/** Requests of one caller. */
export interface TestClient {
  /** Executes a query or mutation. What the backend itself gets wrong is thrown, not hidden as an internal failure. */
  graphql(query: string, variables?: Readonly<Record<string, unknown>>): Promise<TestResponse>;
  /** Begins a subscription. Rejects with the messages of its errors where it is refused. */
  subscribe(query: string, variables?: Readonly<Record<string, unknown>>): Promise<TestSubscription>;
}

export interface TestSubscription {
  /** The next event that has not been taken; waits for it, up to a second. */
  next(): Promise<TestResponse>;
  /** Events that have arrived and not been taken. */
  readonly waiting: number;
  stop(): void;
}

const patience = 1000;

export function createTestClient(
  backend: Backend,
  identity: Identity,
  takeFailures: () => readonly string[],
): TestClient {
  const requestOf = (query: string, variables: Readonly<Record<string, unknown>> | undefined) => ({
    query,
    variables: variables ?? null,
    operationName: null,
    identity,
    headers: {},
    requestId: 'test',
  });
  return {
    graphql: async (query, variables) => {
      const { body } = await backend.execute(requestOf(query, variables));
      const [failure] = takeFailures();
      if (failure !== undefined) throw new Error(failure);
      return JSON.parse(body) as TestResponse;
    },
    subscribe: async (query, variables) => {
      const events: TestResponse[] = [];
      let arrived = Promise.withResolvers<void>();
      const outcome = await backend.subscribe(requestOf(query, variables), {
        deliver: (payload) => {
          events.push(JSON.parse(payload.toString()) as TestResponse);
          arrived.resolve();
        },
        end: ({ kind }) => arrived.reject(new Error(`The subscription has ended: ${kind}.`)),
      });
      if (outcome.status === 'refused') throw new Error(outcome.errors.map(({ message }) => message).join('\n'));
      return {
        next: async () => {
          if (events.length === 0) {
            arrived = Promise.withResolvers<void>();
            const timer = setTimeout(() => arrived.reject(new Error('No event arrived within a second.')), patience);
            await arrived.promise.finally(() => clearTimeout(timer));
          }
          return events.shift()!;
        },
        get waiting() {
          return events.length;
        },
        stop: () => outcome.subscription.stop(),
      };
    },
  };
}
