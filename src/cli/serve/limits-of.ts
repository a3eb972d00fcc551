import type { ExecutionLimits } from '../../execution/execution-limits.ts';
import type { HttpLimits } from '../../functions/exchange-http.ts';
import { defaultRealtimeLimits } from '../../realtime/realtime-limits.ts';
import type { ServerLimits } from '../../server/server-limits.ts';
import type { PreampConfig } from '../config/config-schema.ts';

/** The limits of a configuration, sorted by who keeps them. */
export function limitsOf({ limits = {} }: PreampConfig): {
  readonly server: Partial<ServerLimits>;
  readonly execution: Partial<ExecutionLimits>;
  readonly maxSubscriptionsPerIdentity: number | null;
} {
  const {
    maxBodyBytes,
    requestTimeout,
    keepAliveTimeout,
    maxSockets,
    maxMessageBytes,
    heartbeatInterval,
    drainTimeout,
    maxSubscriptionsPerConnection,
    maxSubscriptionsPerIdentity,
    ...execution
  } = limits;
  const server = {
    maxBodyBytes,
    requestTimeout,
    keepAliveTimeout,
    maxSockets,
    maxMessageBytes,
    heartbeatInterval,
    drainTimeout,
    realtime:
      maxSubscriptionsPerConnection === undefined
        ? undefined
        : { ...defaultRealtimeLimits, maxSubscriptionsPerConnection },
  };
  return {
    server: given(server),
    execution: given(execution),
    maxSubscriptionsPerIdentity: maxSubscriptionsPerIdentity ?? null,
  };
}

/** Bounds of calls to the outside: `@http`, HTTP data sources, functions behind endpoints. */
export function httpLimits({ http = {} }: PreampConfig): Partial<HttpLimits> {
  const { timeout, maxResponseBytes: maxResponse, allowPrivateAddresses } = http;
  return given({ timeout, maxResponse, allowPrivateAddresses });
}

/** Only what was set: what was not must not replace a default. */
function given<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
