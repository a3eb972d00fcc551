import {
  beginCall,
  callState,
  EarlyReturnSignal,
  FailureSignal,
  type ResolverFailure,
  type SubscriptionInvalidation,
} from './call-state.ts';
import { extensions } from './extensions.ts';
import { host } from './host.ts';
import { runtime, util } from './util.ts';

type Handler = (context: Record<string, unknown>) => unknown;

/** How a function of a resolver ended; all of it is JSON. */
export type FunctionOutcome = {
  readonly stash: unknown;
  readonly errors: readonly ResolverFailure[];
  readonly subscriptionFilter: unknown;
  readonly invalidationFilter: unknown;
  readonly invalidations: readonly SubscriptionInvalidation[];
  readonly headers: Readonly<Record<string, string>>;
} & (
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'early'; readonly value: unknown; readonly skipTo: 'END' | 'NEXT' }
  | { readonly kind: 'failed'; readonly failure: ResolverFailure | 'unauthorized' }
  | { readonly kind: 'thrown'; readonly message: string }
);

const print = (...values: readonly unknown[]): void =>
  host().print(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' '));

Object.assign(globalThis, {
  util,
  runtime,
  extensions,
  console: { log: print, info: print, warn: print, error: print },
});

/** Makes the functions of a resolver's module callable by the host: `preampCall(name, authType, context)`, in JSON. */
export function serveResolver(module: Readonly<Record<string, unknown>>): void {
  Object.assign(globalThis, {
    preampCall: (name: string, authType: string, json: string): string => {
      const context: Record<string, unknown> = JSON.parse(json);
      context.args = context.arguments;
      beginCall(authType);
      const outcome = outcomeOf(module[name], name, context);
      const { authType: _, ...effects } = callState();
      return JSON.stringify({ ...outcome, stash: context.stash ?? {}, ...effects });
    },
  });
}

function outcomeOf(handler: unknown, name: string, context: Record<string, unknown>) {
  if (typeof handler !== 'function') return { kind: 'thrown', message: `The module exports no function '${name}'.` };
  try {
    const value = (handler as Handler)(context);
    if (value instanceof Promise) return { kind: 'thrown', message: `'${name}' is asynchronous; resolvers are not.` };
    return { kind: 'value', value: value ?? null };
  } catch (thrown) {
    if (thrown instanceof FailureSignal) return { kind: 'failed', failure: thrown.failure };
    if (thrown instanceof EarlyReturnSignal) return { kind: 'early', value: thrown.value, skipTo: thrown.skipTo };
    // Memory and time are the host's to judge.
    if (thrown instanceof Error && thrown.name === 'InternalError') throw thrown;
    return { kind: 'thrown', message: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown) };
  }
}
