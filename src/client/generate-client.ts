import type { CallOptions } from './call-options.ts';
import { CancellableRequests } from './cancellable-requests.ts';
import { endpointConfig, readClientConfig } from './client-config.ts';
import type { Client } from './client-types.ts';
import { createModelClient } from './create-model-client.ts';
import { createOperation } from './create-operation.ts';
import type { GraphQLResult } from './graphql-result.ts';
import type { ModelClient, ModelClientContext, RecordValue } from './model-client.ts';
import { notServed } from './not-served.ts';
import type { ConnectionState } from './realtime-connection.ts';
import { RealtimeTransport } from './realtime-transport.ts';
import type { Requests } from './requests.ts';
import { CanceledError, sendDocument, type TransportOptions } from './transport.ts';

export interface ClientOptions extends CallOptions {
  /** The content of `amplify_outputs.json`. */
  readonly outputs?: unknown;
  /** URL of a GraphQL endpoint, instead of `outputs`: a client for `graphql()` only, which needs an `authMode`. */
  readonly endpoint?: string;
  /** AWS region that signatures are made for, beside `endpoint`; outputs name their own. */
  readonly region?: string;
  /** Replaces `globalThis.fetch`; servers that render for a user pass one per request. */
  readonly fetch?: typeof fetch;
  /** Replaces `globalThis.WebSocket`, which Node has from 22 on. */
  readonly WebSocket?: typeof WebSocket | null;
  readonly onConnectionState?: (state: ConnectionState) => void;
}

/**
 * A typed client of one backend.
 *
 * ```ts
 * const client = generateClient<Schema>({ outputs });
 * const { data: posts } = await client.models.Post.list({ filter: { title: { beginsWith: 'A' } } });
 * ```
 *
 * Failures that the server reports resolve as `errors`; calls reject only when they cannot be made (no credentials, a
 * selection set that names no field, a missing argument) or are cancelled. Throws when the outputs name no endpoint.
 */
// biome-ignore lint/suspicious/noExplicitAny: the constraint of the official client, so that its Schema types fit
export function generateClient<Schema extends Record<any, any>>(options: ClientOptions): Client<Schema> {
  const { endpoint } = options;
  const config = endpoint === undefined ? readClientConfig(options.outputs) : endpointConfig({ ...options, endpoint });
  const transport: TransportOptions = {
    config,
    defaults: options,
    fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
  };
  const cancellable = new CancellableRequests();
  const realtime = new RealtimeTransport({
    ...transport,
    WebSocket: options.WebSocket === undefined ? globalThis.WebSocket : options.WebSocket,
    onConnectionState: options.onConnectionState ?? (() => {}),
  });
  const requests: Requests = {
    send: (document, variables, call) =>
      cancellable.run(async (signal) => sendDocument(transport, { query: document(), variables }, call, signal)),
    subscribe: (query, variables, call) => realtime.subscribe(query, variables, call),
  };

  const schema = config.models;
  const models: Record<string, ModelClient> = {};
  const context: ModelClientContext = { schema, requests, cancellable, models };
  for (const model of Object.values(schema.models)) models[model.name] = createModelClient(context, model);
  const mapValues = <From, To>(from: Readonly<Record<string, From>> | undefined, map: (value: From) => To) =>
    Object.fromEntries(Object.entries(from ?? {}).map(([name, value]) => [name, map(value)]));

  const client = {
    models,
    enums: mapValues(schema.enums, ({ values }) => ({ values: () => [...values] })),
    queries: mapValues(schema.queries, (definition) => createOperation(context, 'query', definition)),
    mutations: mapValues(schema.mutations, (definition) => createOperation(context, 'mutation', definition)),
    subscriptions: mapValues(schema.subscriptions, (definition) =>
      createOperation(context, 'subscription', definition),
    ),
    generations: notServed('generation'),
    conversations: notServed('conversation'),
    graphql: (
      { query, variables = {}, ...given }: CallOptions & { query: string; variables?: RecordValue },
      headers?: CallOptions['headers'],
    ) => {
      const callOptions = headers === undefined ? given : { ...given, headers };
      if (/^\s*(?:#.*\s*)*subscription\b/.test(query)) return requests.subscribe(query, variables, callOptions);
      return cancellable.follow(
        requests.send(() => query, variables, callOptions),
        (result: GraphQLResult) => {
          if (result.errors?.length) throw result;
          return result;
        },
      );
    },
    cancel: (promise: Promise<unknown>, message?: string) => cancellable.cancel(promise, message),
    isCancelError: (error: unknown) => error instanceof CanceledError,
    close: () => realtime.close(),
  };
  return client as unknown as Client<Schema>;
}
