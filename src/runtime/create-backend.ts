import { buildApi } from '../api/build-api.ts';
import { compileAuthorizer } from '../auth/compile-authorizer.ts';
import type { Log } from '../diagnostics/log.ts';
import { PreampError } from '../diagnostics/preamp-error.ts';
import type { Compatibility } from '../execution/compatibility.ts';
import { createExecutor } from '../execution/create-executor.ts';
import type { ExecutionLimits } from '../execution/execution-limits.ts';
import type { ExecutionRequest, Executor, SubscribeResult } from '../execution/executor.ts';
import type { FunctionInvoker } from '../functions/function-invoker.ts';
import { AuthenticationError } from '../identity/authentication-error.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import type { DataModel } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { Bus } from '../realtime/bus.ts';
import type { Change } from '../realtime/change.ts';
import { createInProcessBus } from '../realtime/in-process-bus.ts';
import type { Authentication, SubscribeOutcome } from '../realtime/realtime-host.ts';
import type { Subscriber } from '../realtime/subscriber.ts';
import { SubscriptionRegistry } from '../realtime/subscription-registry.ts';
import type { MigrationPlan, Rename } from '../storage/migration-plan.ts';
import type { StorageEngine, Store } from '../storage/storage-engine.ts';
import type { Clock } from '../util/clock.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import type { Backend, NextRevision } from './backend.ts';
import type { RevisionHooks } from './hooks/create-write-hooks.ts';
import { ownerOfIdentity } from './owner-of-identity.ts';
import { putItems } from './put-items.ts';
import { modelTables } from './tables/model-tables.ts';

export interface BackendOptions {
  readonly model: DataModel;
  readonly engine: StorageEngine;
  readonly authenticator: Authenticator;
  readonly invoker: FunctionInvoker;
  /** Asked before, and told after, what generated mutations write; none unless given. */
  readonly hooks?: RevisionHooks;
  /** Carries events between writers and subscribers; within this process unless given. */
  readonly bus?: Bus;
  readonly clock: Clock;
  /** New ids for items. */
  readonly ids: () => string;
  readonly limits?: Partial<ExecutionLimits>;
  /** Live subscriptions of one signed-in caller; 1,000 unless given. */
  readonly maxSubscriptionsPerIdentity?: number;
  /** Seals page tokens; at least 32 random bytes. Nodes that share a store share it. */
  readonly pageTokenSecret: Uint8Array;
  /** Whether errors say which rules were tried: development only. */
  readonly explain: boolean;
  /** Official behaviour that is off unless given. */
  readonly compatibility?: Partial<Compatibility>;
  /** Whether the first migration may lose data; it may not unless given. */
  readonly destructive?: boolean;
  /** Renames the user has confirmed for the first migration. */
  readonly renames?: readonly Rename[];
  /** Whether the store is changed to fit each revision; a revision that it does not fit is refused otherwise. True unless given. */
  readonly migrates?: boolean;
  readonly log: Log;
}

/** What a live subscription was made from. */
interface Subscribed {
  readonly request: ExecutionRequest;
  readonly holds: () => MaybePromise<boolean>;
}

const inProcess = Object.freeze({ connected: 1, pending: 0, reconnects: 0, dropped: 0 });

/** Milliseconds between two checks of the credentials behind live subscriptions. */
const credentialCheckInterval = 60_000;

/** One revision of the model and all that was compiled for it. */
interface Revision {
  readonly model: DataModel;
  readonly executor: Executor;
  readonly store: Store;
  readonly invoker: FunctionInvoker;
  readonly hooks: RevisionHooks | null;
  readonly authenticator: Authenticator;
  readonly compatibility: Partial<Compatibility>;
  /** Requests that have begun and not ended. */
  active: number;
  drained: (() => void) | null;
}

/** Migrates the engine to the model and starts serving it. Rejects where the store cannot be migrated. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const { engine, clock, log } = options;
  const onError = (error: unknown): void => log.error('real time failed', { error: describe(error) });
  const bus = options.bus ?? createInProcessBus({ onError });
  const registry = new SubscriptionRegistry<Subscribed>({
    now: clock,
    onError,
    ownerOf: ({ request }) => ownerOfIdentity(request.identity),
    ...(bus.start === undefined ? {} : { start: bus.start }),
    ...(options.maxSubscriptionsPerIdentity === undefined ? {} : { maxPerOwner: options.maxSubscriptionsPerIdentity }),
  });

  async function openRevision(next: NextRevision, previous: Revision | null): Promise<Revision> {
    const { model } = next;
    // What can fail without touching the store comes first.
    const api = buildApi(model);
    const authorizer = compileAuthorizer(model);
    const plan = await engine.plan(model, { renames: next.renames ?? [] });
    if (plan.steps.length > 0) {
      if (options.migrates === false) throw notMigrated(plan);
      await engine.migrate(plan, { destructive: next.destructive ?? false });
      for (const { impact, description } of plan.steps) log.info('migrated', { impact, description });
    }
    const compatibility = next.compatibility ?? previous?.compatibility ?? {};
    const invoker = next.invoker ?? previous?.invoker ?? options.invoker;
    const hooks = next.hooks ?? previous?.hooks ?? options.hooks ?? null;
    const store = engine.open(model);
    const dataSources = modelTables(model, store, options.pageTokenSecret);
    const executor = createExecutor({
      api,
      authorizer,
      store,
      bus,
      invoker: {
        invoke: (handlers, invocation) => invoker.invoke(handlers, { ...invocation, dataSources }),
        close: () => invoker.close(),
      },
      ...(hooks === null ? {} : { hooks }),
      clock,
      ids: options.ids,
      limits: options.limits ?? {},
      pageTokenSecret: options.pageTokenSecret,
      explain: options.explain,
      compatibility,
      onError: (error) => log.error('execution failed', { error: describe(error) }),
    });
    const authenticator = next.authenticator ?? previous?.authenticator ?? options.authenticator;
    return { model, executor, store, invoker, hooks, authenticator, compatibility, active: 0, drained: null };
  }

  let current = await openRevision(options, null);
  const stopListening = bus.listen(
    (message, cursor) =>
      message.kind === 'invalidation' ? registry.invalidate(message) : registry.publish(message, cursor),
    () => {
      const { subscriptions } = registry.metrics;
      log.warn('events of other nodes may have been missed: clients connect and list again', { subscriptions });
      registry.endAll();
    },
  );
  const credentialCheck = setInterval(() => {
    registry.endUnless(({ holds }) => holds()).catch(onError);
  }, credentialCheckInterval).unref();
  /** Swaps run one after the other. */
  let lastSwap: Promise<void> = Promise.resolve();

  /** Counts a request for as long as it runs. Those that end at once need no counting. */
  function during<T>(revision: Revision, result: MaybePromise<T>): MaybePromise<T> {
    if (!(result instanceof Promise)) return result;
    revision.active++;
    return result.finally(() => {
      if (--revision.active === 0) revision.drained?.();
    });
  }

  function drain(revision: Revision): Promise<void> {
    return new Promise((resolve) => {
      if (revision.active === 0) resolve();
      else revision.drained = resolve;
    });
  }

  async function swap(next: NextRevision): Promise<void> {
    const old = current;
    const revision = await openRevision(next, old);
    current = revision;
    await registry.prepareAgain(async ({ request }) => {
      try {
        const result = await revision.executor.subscribe(request);
        return result.status === 'accepted' ? result.subscription : result.errors;
      } catch (error) {
        onError(error);
        return [{ errorType: 'InternalFailure', message: 'Internal failure' }];
      }
    });
    log.info('revision changed', { models: revision.model.models.length });
    // A call may take a while; the next swap need not wait for it.
    drain(old)
      .then(async () => {
        if (old.hooks !== revision.hooks) await old.hooks?.close();
        if (old.invoker !== revision.invoker) await old.invoker.close();
      })
      .catch(onError);
  }

  function accept(source: Subscribed, result: SubscribeResult, subscriber: Subscriber): SubscribeOutcome {
    if (result.status === 'refused') return result;
    bus.flush?.();
    const subscription = registry.add(result.subscription, subscriber, source);
    if (subscription !== null) return { status: 'accepted', subscription };
    const message = 'The caller has as many subscriptions as one may have';
    return { status: 'refused', errors: [{ errorType: 'MaxSubscriptionsReachedError', message }] };
  }

  async function subscribeLater(
    source: Subscribed,
    revision: Revision,
    result: Promise<SubscribeResult>,
    subscriber: Subscriber,
  ): Promise<SubscribeOutcome> {
    let answer = result;
    let seen = revision;
    for (;;) {
      const watch = registry.watchInvalidations();
      try {
        const prepared = await answer;
        // Invalidations that have been published count, though the bus has not delivered them yet.
        bus.flush?.();
        const isOutdated = prepared.status === 'accepted' && watch.hits(prepared.subscription);
        // What an old revision accepted could never be ended by the swap that has passed.
        if (seen === current && !isOutdated) return accept(source, prepared, subscriber);
      } finally {
        watch.stop();
      }
      seen = current;
      answer = Promise.resolve(seen.executor.subscribe(source.request));
    }
  }

  return {
    get model() {
      return current.model;
    },
    realtimeMetrics: registry.metrics,
    get busMetrics() {
      return bus.metrics ?? inProcess;
    },
    get realtimePosition() {
      return registry.position;
    },
    get realtimeCursor() {
      return registry.cursor;
    },
    now: clock,
    authenticate: (request) => authentication(() => current.authenticator.authenticate(request)),
    authenticateRealtime: (headers, context) =>
      authentication(() => current.authenticator.authenticateRealtime(headers, context)),
    execute: (request) => during(current, current.executor.execute(request)),
    putItems: async (name, items) => {
      const model = current.model.models.find((each) => each.name === name);
      if (model === undefined) throw new PreampError('unknown-model', `There is no model '${name}'.`);
      const publish = (change: Change): void => bus.publish(change);
      await during(current, putItems({ store: current.store, publish }, model, items));
    },
    subscribe: (request, subscriber, holds = () => true) => {
      const revision = current;
      const source = { request, holds };
      const result = during(revision, revision.executor.subscribe(request));
      if (result instanceof Promise) return subscribeLater(source, revision, result, subscriber);
      return accept(source, result, subscriber);
    },
    swap: (next) => {
      const result = lastSwap.then(() => swap(next));
      lastSwap = result.catch(() => {});
      return result;
    },
    close: async () => {
      clearInterval(credentialCheck);
      await lastSwap;
      await drain(current);
      await current.hooks?.close();
      await bus.close();
      stopListening();
      registry.close();
      await current.invoker.close();
      await engine.close();
    },
  };
}

function notMigrated({ steps }: MigrationPlan): PreampError {
  const changes = steps.map(({ description }) => description).join('\n');
  return new PreampError('store-not-migrated', `The store does not fit the data model yet:\n${changes}`, {
    hint: 'Carry out the migration first: `preamp deploy`.',
  });
}

function authentication(check: () => MaybePromise<Identity>): MaybePromise<Authentication> {
  try {
    const identity = check();
    if (identity instanceof Promise) return identity.then((value) => ({ status: 'accepted', identity: value }), refuse);
    return { status: 'accepted', identity };
  } catch (error) {
    return refuse(error);
  }
}

function refuse(error: unknown): Authentication {
  if (!(error instanceof AuthenticationError)) throw error;
  const { status: statusCode, errorType, message } = error;
  return { status: 'refused', statusCode, errorType, message };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.name) : 'not an error object';
}
