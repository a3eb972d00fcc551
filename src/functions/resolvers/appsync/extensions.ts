import { callState } from './call-state.ts';

/** The `extensions` of AppSync's resolvers: what they do beside their result. */
export const extensions = {
  setSubscriptionFilter: (filter: unknown): void => {
    callState().subscriptionFilter = filter;
  },
  setSubscriptionInvalidationFilter: (filter: unknown): void => {
    callState().invalidationFilter = filter;
  },
  /** May be called more than once: each call counts. */
  invalidateSubscriptions: (invalidation: unknown): void => {
    const { subscriptionField, payload } = (invalidation ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof subscriptionField !== 'string' || typeof payload !== 'object' || payload === null) {
      throw new TypeError("extensions.invalidateSubscriptions needs a 'subscriptionField' and a 'payload'");
    }
    callState().invalidations.push({ subscriptionField, payload: payload as Readonly<Record<string, unknown>> });
  },
  /** There is no cache to evict from. */
  evictFromApiCache: (): void => {},
};
