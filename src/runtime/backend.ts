import type { Compatibility } from '../execution/compatibility.ts';
import type { ExecutionRequest, ExecutionResponse } from '../execution/executor.ts';
import type { FunctionInvoker } from '../functions/function-invoker.ts';
import type { AuthenticationRequest, Authenticator, RealtimeContext } from '../identity/authenticator.ts';
import type { DataModel } from '../ir/data-model.ts';
import type { Item } from '../ir/item.ts';
import type { BusMetrics } from '../realtime/bus.ts';
import type { Authentication, SubscribeOutcome } from '../realtime/realtime-host.ts';
import type { RegistryMetrics } from '../realtime/registry-metrics.ts';
import type { Subscriber } from '../realtime/subscriber.ts';
import type { Rename } from '../storage/migration-plan.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import type { RevisionHooks } from './hooks/create-write-hooks.ts';

/** A data model that runs: what servers and tests talk to. */
export interface Backend {
  /** The model of the current revision. */
  readonly model: DataModel;
  /** Totals of real time since the start. */
  readonly realtimeMetrics: Readonly<RegistryMetrics>;
  /** The bus between nodes. */
  readonly busMetrics: Readonly<BusMetrics>;
  /** Number of the last event that has been handed to all subscribers. */
  readonly realtimePosition: number;
  /** The place after the last event; `null` while some are still on their way to subscribers. */
  readonly realtimeCursor: string | null;
  /** Unix milliseconds. */
  now(): number;
  /** Checks the credential of an HTTP request. A bad one is `refused`, never thrown. */
  authenticate(request: AuthenticationRequest): MaybePromise<Authentication>;
  /** Checks the credential of a WebSocket's handshake or `start`. */
  authenticateRealtime(headers: unknown, context: RealtimeContext): MaybePromise<Authentication>;
  execute(request: ExecutionRequest): MaybePromise<ExecutionResponse>;
  /**
   * Stores items under their keys, past rules and validations, and tells subscribers of each that is new or differs.
   *
   * @throws PreampError by its promise where one is no item of the model
   */
  putItems(model: string, items: readonly Item[]): Promise<void>;
  /**
   * Checks a subscription and, where accepted, delivers events to `subscriber` from now on. `holds` is asked every
   * minute whether the caller's credential is still good (a key may be revoked, a session ended); without it only the
   * time of the identity counts.
   */
  subscribe(
    request: ExecutionRequest,
    subscriber: Subscriber,
    holds?: () => MaybePromise<boolean>,
  ): MaybePromise<SubscribeOutcome>;
  /**
   * Migrates the store to another model and serves that one from then on. Requests under way finish on the revision
   * they began with; live subscriptions go on where the new model accepts them and end with its errors where not.
   * Rejects without a change of what is served when the model cannot be built or the store not be migrated.
   */
  swap(next: NextRevision): Promise<void>;
  /** Waits for requests under way, then closes bus, invoker and engine. */
  close(): Promise<void>;
}

export interface NextRevision {
  readonly model: DataModel;
  /** Whether the migration may lose data; it may not unless given. */
  readonly destructive?: boolean;
  /** Renames the user has confirmed, of those a `MigrationNeedsConsent` asked about: their data moves. */
  readonly renames?: readonly Rename[];
  /** Replaces the invoker; the old one is closed when its requests are done. */
  readonly invoker?: FunctionInvoker;
  /** Replaces the hooks; the old ones are closed when the requests they were asked about are done. */
  readonly hooks?: RevisionHooks;
  readonly authenticator?: Authenticator;
  /** Official behaviour that is off unless given; as before where left out. */
  readonly compatibility?: Partial<Compatibility>;
}
