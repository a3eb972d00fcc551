/** Totals since the start, except `subscriptions` and `groups`, which are current. */
export interface RegistryMetrics {
  subscriptions: number;
  groups: number;
  published: number;
  rendered: number;
  delivered: number;
  /** Deliveries of events that were missed while a client was away. */
  replayed: number;
  expired: number;
  /** Subscriptions that a mutation's resolver ended. */
  invalidated: number;
  failed: number;
  /** Subscriptions that ended because events were lost. */
  lost: number;
  /** Times that events of other processes may have been missed. */
  gaps: number;
}

export function emptyRegistryMetrics(): RegistryMetrics {
  return {
    subscriptions: 0,
    groups: 0,
    published: 0,
    rendered: 0,
    delivered: 0,
    replayed: 0,
    expired: 0,
    invalidated: 0,
    failed: 0,
    lost: 0,
    gaps: 0,
  };
}
