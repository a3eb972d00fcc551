import { argumentType } from './argument-type.ts';
import type { CallOptions } from './call-options.ts';
import { CancellableRequests } from './cancellable-requests.ts';
import { endpointConfig, readClientConfig } from './client-config.ts';
import type { Client } from './client-types.ts';
import { createModelClient } from './create-model-client.ts';
import type { GraphQLResult } from './graphql-result.ts';
import type { ModelClient, RecordValue } from './model-client.ts';
import { documentOf } from './model-documents.ts';
import type { IntrospectedOperation } from './model-introspection.ts';
import { notServed } from './not-served.ts';
import { Observable } from './observable.ts';
import type { ConnectionState } from './realtime-connection.ts';
import { RealtimeTransport } from './realtime-transport.ts';
import type { Requests } from './requests.ts';
import { typeSelectionSet } from './selection-set.ts';
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
  for (const model of Object.values(schema.models)) {
    models[model.name] = createModelClient({ schema, requests, cancellable, models }, model);
  }
  const mapValues = <From, To>(from: Readonly<Record<string, From>> | undefined, map: (value: From) => To) =>
    Object.fromEntries(Object.entries(from ?? {}).map(([name, value]) => [name, map(value)]));

  const call = (operation: 'query' | 'mutation' | 'subscription', definition: IntrospectedOperation) => {
    const variables = mapValues(definition.arguments, argumentType);
    const document = documentOf(
      { operation, name: definition.name, variables },
      typeSelectionSet(schema, definition.type),
    );
    return (...values: [RecordValue?, CallOptions?]) => {
      const [input, callOptions] = definition.arguments ? values : [{}, values[0] as CallOptions | undefined];
      const sent: RecordValue = {};
      for (const [name, argument] of Object.entries(definition.arguments ?? {})) {
        if (input?.[name] !== undefined) sent[name] = input[name];
        else if (argument.isArray ? !argument.isArrayNullable : argument.isRequired) {
          const missing = new Error(`${definition.name} requires arguments '${name}'`);
          if (operation !== 'subscription') return Promise.reject(missing);
          throw missing;
        }
      }
      if (operation === 'subscription') {
        return new Observable<unknown>((observer) => {
          const events = requests.subscribe(document, sent, callOptions ?? {}).subscribe({
            ...observer,
            next: ({ data }) => observer.next(data?.[definition.name] ?? null),
          });
          return () => events.unsubscribe();
        });
      }
      return cancellable.follow(
        requests.send(() => document, sent, callOptions ?? {}),
        (result) => {
          const value = result.data?.[definition.name] ?? null;
          const data = Array.isArray(value) ? value.filter((item) => item !== null) : value;
          return result.errors?.length ? { data, errors: result.errors } : { data, extensions: result.extensions };
        },
      );
    };
  };

  const client = {
    models,
    enums: mapValues(schema.enums, ({ values }) => ({ values: () => [...values] })),
    queries: mapValues(schema.queries, (definition) => call('query', definition)),
    mutations: mapValues(schema.mutations, (definition) => call('mutation', definition)),
    subscriptions: mapValues(schema.subscriptions, (definition) => call('subscription', definition)),
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
