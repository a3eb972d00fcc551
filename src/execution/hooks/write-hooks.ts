import type { Item } from '../../ir/item.ts';
import type { Key } from '../../storage/storage-engine.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';

export type WriteKind = 'create' | 'update' | 'delete';

/** What is asked before a generated mutation writes, and told after it has. */
export interface WriteHooks {
  /** The hooks about such a write, in the order they run; empty where there are none. */
  before(kind: WriteKind, model: string): readonly BeforeHook[];
  /** Hears of every committed change, in the order of the commits. A promise asks the writer to wait before it answers. */
  committed(change: CommittedChange): MaybePromise<void>;
}

/** May return members to lay over the input of a create or an update; null removes one. */
export type BeforeHook =
  | ((write: BeforeWrite) => MaybePromise<Readonly<Record<string, unknown>> | undefined>)
  | ((write: BeforeWrite) => MaybePromise<void>);

/** A write that is about to happen: the caller may make it, and the hook decides about the rest. */
export interface BeforeWrite<Input = Readonly<Record<string, unknown>>, Current = Item | null> {
  readonly kind: WriteKind;
  readonly model: string;
  /**
   * Of a create: all that will be stored, with id, timestamps, defaults and owner. Of an update: the key and the changes,
   * null where a value is removed. Of a delete: the key.
   */
  readonly input: Input;
  /** The record as it is; null for a create. The write is made only while it is still this. */
  readonly current: Current;
  /** The caller, as functions see it; null for an API key. */
  readonly identity: Readonly<Record<string, unknown>> | null;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly transaction: HookTransaction;
  /** Refuses the write. The client gets the message, and the type where there is one. */
  refuse(
    message: string,
    errorType?: string | null,
    details?: { readonly data?: unknown; readonly errorInfo?: unknown },
  ): never;
}

/** Further records that are read and written in one step with the write itself: all of it happens, or none. */
export interface HookTransaction {
  /** A record by its key. Where one is found, the writes happen only while it is still this. */
  get(model: string, key: Key): Promise<Item | null>;
  /** Creates a record with id, timestamps and defaults. The whole write is refused where its key is taken. */
  create(model: string, values: Item): void;
  /** Changes a record that there must be: the key and the changes, null where a value is removed. */
  update(model: string, values: Item): void;
  /** Deletes a record that there must be. */
  delete(model: string, key: Key): void;
}

/** A change that is durable. */
export interface CommittedChange<Record = Item> {
  readonly kind: WriteKind;
  readonly model: string;
  /** The record as it is now; null for a delete. */
  readonly item: Record | null;
  /** The record as it was; null for a create. */
  readonly previous: Record | null;
  /** The caller, as functions see it; null for an API key. */
  readonly identity: Readonly<globalThis.Record<string, unknown>> | null;
  readonly requestId: string;
}

/** Where there are no hooks. */
export const noHooks: WriteHooks = { before: () => [], committed: () => {} };
