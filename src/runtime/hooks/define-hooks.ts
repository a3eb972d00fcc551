import type { BeforeWrite, CommittedChange } from '../../execution/hooks/write-hooks.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import type { HookDefinitions, ModelHooks } from './hook-definitions.ts';

/** What the types of a schema (`ClientSchema`) say of a model. */
interface ModelTypes {
  readonly __entityType: 'model';
  readonly type: unknown;
  readonly createType: unknown;
  readonly updateType: unknown;
  readonly deleteType: unknown;
}

/** A record without the functions that load its relations. */
type Stored<Record> = {
  readonly [K in keyof Record as Record[K] extends (...args: never) => unknown ? never : K]: Record[K];
};

/** Returns what it changes, or nothing. */
type Before<Write, Input> =
  | ((write: Write) => MaybePromise<Partial<Input> | undefined>)
  | ((write: Write) => MaybePromise<void>);

interface TypedHooks<Model extends ModelTypes> {
  /** `input` has what the client sent and what the server fills in; what is returned is laid over it. */
  readonly beforeCreate?: Before<
    BeforeWrite<Readonly<Model['createType']> & Partial<Stored<Model['type']>>, null>,
    Model['createType']
  >;
  readonly beforeUpdate?: Before<
    BeforeWrite<Readonly<Model['updateType']>, Stored<Model['type']>>,
    Model['updateType']
  >;
  readonly beforeDelete?: (
    write: BeforeWrite<Readonly<Model['deleteType']>, Stored<Model['type']>>,
  ) => MaybePromise<void>;
  readonly afterCommit?: (change: CommittedChange<Stored<Model['type']>>) => MaybePromise<void>;
}

/** Hooks by model, typed by a schema; those of `*` are for all models. */
export type HooksOf<Schema> = {
  readonly [Name in keyof Schema as Schema[Name] extends ModelTypes ? Name : never]?: Schema[Name] extends ModelTypes
    ? TypedHooks<Schema[Name]>
    : never;
} & { readonly '*'?: ModelHooks };

/**
 * Types hooks by the schema they are about.
 *
 * @example
 * // preamp.config.ts
 * export default defineConfig({
 *   hooks: defineHooks<Schema>({
 *     Post: { beforeCreate: ({ input, refuse }) => (input.title === '' ? refuse('A post needs a title') : undefined) },
 *   }),
 * });
 */
export function defineHooks<Schema>(hooks: HooksOf<Schema>): HookDefinitions {
  return hooks as HookDefinitions;
}
