import type { BeforeHook, CommittedChange } from '../../execution/hooks/write-hooks.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';

/** Hooks about the generated operations of one model. */
export interface ModelHooks {
  readonly beforeCreate?: BeforeHook | undefined;
  readonly beforeUpdate?: BeforeHook | undefined;
  readonly beforeDelete?: BeforeHook | undefined;
  /** Hears of every change after its commit; what it throws stands in the log. */
  readonly afterCommit?: ((change: CommittedChange) => MaybePromise<void>) | undefined;
}

/** By model; those of `*` are for all models, and come first. */
export type HookDefinitions = Readonly<Record<string, ModelHooks>>;
