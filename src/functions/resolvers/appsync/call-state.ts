/** An error as GraphQL shows it. */
export interface ResolverFailure {
  readonly message: string;
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;
}

/** What ends subscriptions: those to the field whose invalidation filter the payload passes. */
export interface SubscriptionInvalidation {
  readonly subscriptionField: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What utilities note down while one function of a resolver runs. */
export interface CallState {
  errors: ResolverFailure[];
  subscriptionFilter: unknown;
  invalidationFilter: unknown;
  invalidations: SubscriptionInvalidation[];
  /** Headers for the response, names in lower case. */
  headers: Record<string, string>;
  authType: string;
}

/** One call runs at a time, and each begins with {@link beginCall}. */
const state: CallState = {
  errors: [],
  subscriptionFilter: null,
  invalidationFilter: null,
  invalidations: [],
  headers: {},
  authType: '',
};

export function beginCall(authType: string): void {
  state.errors = [];
  state.subscriptionFilter = null;
  state.invalidationFilter = null;
  state.invalidations = [];
  state.headers = {};
  state.authType = authType;
}

export function callState(): CallState {
  return state;
}

/** Thrown by `util.error` and `util.unauthorized`. */
export class FailureSignal {
  readonly failure: ResolverFailure | 'unauthorized';

  constructor(failure: ResolverFailure | 'unauthorized') {
    this.failure = failure;
  }
}

/** Thrown by `runtime.earlyReturn`. */
export class EarlyReturnSignal {
  readonly value: unknown;
  readonly skipTo: 'END' | 'NEXT';

  constructor(value: unknown, skipTo: 'END' | 'NEXT') {
    this.value = value;
    this.skipTo = skipTo;
  }
}
