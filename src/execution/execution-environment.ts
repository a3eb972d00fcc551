import type { Authorizer } from '../auth/authorizer.ts';
import type { ItemPredicate } from '../filter/compile-filter.ts';
import type { Filter } from '../filter/filter.ts';
import type { FunctionInvoker } from '../functions/function-invoker.ts';
import type { DataModel } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { Bus } from '../realtime/bus.ts';
import type { Store } from '../storage/storage-engine.ts';
import type { Compatibility } from './compatibility.ts';
import type { ExecutionLimits } from './execution-limits.ts';
import type { WriteHooks } from './hooks/write-hooks.ts';
import type { PlannedSchema } from './plan/plan-operation.ts';
import type { IdentityDecisions } from './run/identity-decisions.ts';
import type { PageTokens } from './run/page-tokens.ts';

/** What all requests of one executor share. */
export interface ExecutionEnvironment extends PlannedSchema {
  readonly model: DataModel;
  readonly authorizer: Authorizer;
  readonly store: Store;
  readonly bus: Bus;
  readonly invoker: FunctionInvoker;
  readonly hooks: WriteHooks;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly ids: () => string;
  readonly limits: ExecutionLimits;
  readonly pageTokens: PageTokens;
  readonly explain: boolean;
  readonly compatibility: Compatibility;
  readonly onError: (error: unknown) => void;
  /** Custom mutations whose results feed subscriptions. */
  readonly feedingMutations: ReadonlySet<string>;
  /** Compiles a filter once for as long as it lives. */
  predicateOf(filter: Filter): ItemPredicate;
  /** The caller's decisions, kept for as long as the identity lives. */
  decisionsOf(identity: Identity): IdentityDecisions;
}
