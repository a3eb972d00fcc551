import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Identity } from '../../src/ir/identity.ts';
import type { Change } from '../../src/realtime/change.ts';
import type { ConnectionOptions } from '../../src/realtime/protocols/connection-options.ts';
import type { RealtimeConnection } from '../../src/realtime/realtime-connection.ts';
import type { RealtimeCredential, RealtimeHost } from '../../src/realtime/realtime-host.ts';
import { defaultRealtimeLimits, type RealtimeLimits } from '../../src/realtime/realtime-limits.ts';
import { ResumeMemory } from '../../src/realtime/resume-memory.ts';
import { SubscriptionRegistry } from '../../src/realtime/subscription-registry.ts';
import type { MaybePromise } from '../../src/util/maybe-promise.ts';

/** One socket with a protocol on it, and all that was sent on it. */
export interface ProtocolSession {
  /** Messages, parsed, in order; a close as `[code, reason]`. */
  readonly sent: unknown[];
  readonly credentials: RealtimeCredential[];
  readonly registry: SubscriptionRegistry<string>;
  readonly connection: RealtimeConnection;
  buffered: number;
  /** Times that the protocol wanted what it sent to be confirmed. */
  confirmations: number;
  /** Hands a message to the protocol and waits until it has been dealt with. */
  receive(message: unknown): Promise<void>;
  publish(id: string): void;
  /** What was sent since the last call. */
  take(): unknown[];
}

export interface SessionOptions {
  readonly headers?: ConnectionOptions['headers'];
  readonly limits?: Partial<RealtimeLimits>;
  readonly now?: () => number;
  /** Shared with other sessions, like their registry. */
  readonly resume?: ResumeMemory;
  readonly registry?: SubscriptionRegistry<string>;
  /** Runs before each operation is accepted. */
  readonly beforeSubscribe?: () => MaybePromise<void>;
  /** Runs after each subscription was made, before the protocol hears of it. */
  readonly afterSubscribe?: (publish: (id: string) => void) => void;
}

/**
 * A protocol on a recorded socket, with the real registry and a host that knows one schema: `onCreatePost` may be
 * subscribed to, a document with `denied` is refused, the key `good` is valid, `expiring` is valid until second 60.
 */
export function openSession(
  open: (options: ConnectionOptions) => RealtimeConnection,
  options: SessionOptions = {},
): ProtocolSession {
  const sent: unknown[] = [];
  const credentials: RealtimeCredential[] = [];
  const now = options.now ?? (() => 0);
  const registry =
    options.registry ??
    new SubscriptionRegistry<string>({
      now,
      onError: (error) => {
        throw error;
      },
    });
  let socketOpen = true;
  const host: RealtimeHost = {
    now,
    position: () => registry.position,
    cursor: () => registry.cursor,
    authenticate(credential) {
      credentials.push(credential);
      const key = credential.headers['X-Api-Key'] ?? credential.headers['x-api-key'];
      if (key === 'good' || key === 'expiring') {
        return { status: 'accepted', identity: identity(key === 'expiring' ? 60 : null) };
      }
      return {
        status: 'refused',
        statusCode: 401,
        errorType: 'UnauthorizedException',
        message: 'You are not authorized to make this call.',
      };
    },
    async subscribe(operation, subscriber) {
      await options.beforeSubscribe?.();
      if (operation.query.includes('denied')) {
        const message = 'Not Authorized to access denied on type Subscription';
        return {
          status: 'refused',
          errors: [{ path: ['denied'], locations: null, errorType: 'Unauthorized', message }] as never,
        };
      }
      const prepared = {
        topics: ['create:Post'],
        group: operation.query,
        matches: () => true,
        render: (change: unknown) => JSON.stringify({ data: { onCreatePost: (change as Change).item } }),
        expiresAt: operation.identity.expiresAt,
      };
      const subscription = registry.add(prepared, subscriber, operation.query)!;
      options.afterSubscribe?.(session.publish);
      return { status: 'accepted', subscription };
    },
    async execute(operation) {
      await options.beforeSubscribe?.();
      return JSON.stringify({ data: { echo: operation.variables } });
    },
    operationType(query) {
      const kind = /^\s*(query|mutation|subscription)\b/.exec(query)?.[1];
      return (kind as 'query' | 'mutation' | 'subscription' | undefined) ?? null;
    },
  };
  const session: ProtocolSession = {
    sent,
    credentials,
    registry,
    buffered: 0,
    confirmations: 0,
    connection: open({
      socket: {
        send: (text) => socketOpen && sent.push(JSON.parse(text)),
        sendParts: (...parts) => {
          if (socketOpen) sent.push(JSON.parse(Buffer.concat(parts).toString()));
          return session.buffered === 0;
        },
        confirm: () => {
          session.confirmations++;
        },
        close: (code, reason) => {
          socketOpen = false;
          sent.push([code, reason]);
        },
        get bufferedAmount() {
          return session.buffered;
        },
      },
      host,
      limits: { ...defaultRealtimeLimits, ...options.limits },
      resume: options.resume ?? new ResumeMemory(),
      path: '/graphql',
      headers: options.headers === undefined ? { 'x-api-key': 'good' } : options.headers,
      onError: (error) => sent.push({ error }),
    }),
    async receive(message) {
      session.connection.receive(typeof message === 'string' ? message : JSON.stringify(message));
      await nextTurn();
    },
    publish: (id) => registry.publish({ kind: 'create', model: 'Post', item: { id }, previous: null }),
    take: () => sent.splice(0),
  };
  return session;
}

function identity(expiresAt: number | null): Identity {
  return { mode: 'API_KEY', keyName: 'test', sourceIp: [], expiresAt };
}
