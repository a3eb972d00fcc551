import type { Filter } from '../filter/filter.ts';
import type { Identity } from '../ir/identity.ts';
import type { Item } from '../ir/item.ts';

/**
 * All rules of one data model, compiled. Every method is a function of the caller and the operation only; what depends
 * on the record is returned as a {@link Filter} that travels to the engine. Without a rule that grants it, the answer
 * is `deny`. `reference/authorization.md` sections 1.5 to 7.
 */
export interface Authorizer {
  /** `get`, `list` (also index queries), `search`, `listen`; `relation` accepts any read operation. */
  read(model: string, operation: ReadOperation, identity: Identity): ReadDecision;
  /**
   * Decides a create. `input` is the item as sent, with `serverFields` naming those the server filled (ids, timestamps,
   * defaults). On success `assign` holds owner values to store.
   */
  create(model: string, identity: Identity, input: Item, serverFields: ReadonlySet<string>): CreateDecision;
  /** Decides an update that sets and removes these fields (keys excluded). */
  update(model: string, identity: Identity, set: readonly string[], remove: readonly string[]): WriteDecision;
  delete(model: string, identity: Identity): WriteDecision;
  /** Decides a field that has a handler: a custom operation (`Query`, `Mutation`, `Subscription`) or a computed field. */
  call(typeName: string, fieldName: string, identity: Identity): CallDecision;
}

export type ReadOperation = 'get' | 'list' | 'search' | 'listen' | 'relation';

/** Which rules were tried and why each failed; shown as `extensions.explain` in development. */
export interface Explanation {
  readonly rules: readonly { readonly rule: string; readonly outcome: string }[];
}

interface Denied {
  readonly effect: 'deny';
  readonly explanation: Explanation;
}

export type ReadDecision =
  | Denied
  | {
      readonly effect: 'allow';
      /** The records the caller may see; `null` is all of them. */
      readonly filter: Filter | null;
      readonly fields: FieldAccess;
    };

/**
 * Readability of a model's fields and relations. Fields absent from the map are readable. `deny` is never readable;
 * a filter is evaluated on the record that holds the field.
 */
export type FieldAccess = ReadonlyMap<string, 'deny' | Filter>;

export type CreateDecision =
  | Denied
  | { readonly effect: 'denyFields'; readonly fields: readonly string[]; readonly explanation: Explanation }
  | { readonly effect: 'allow'; readonly assign: Item };

export type WriteDecision =
  | Denied
  | { readonly effect: 'denyFields'; readonly fields: readonly string[]; readonly explanation: Explanation }
  | {
      readonly effect: 'allow';
      /** Records the caller may write; `null` is all. A failure is `Not Authorized to access …`. */
      readonly filter: Filter | null;
      /** Further filters, each guarding some fields. A failure is `Unauthorized on [fields]`. */
      readonly fieldFilters: readonly { readonly fields: readonly string[]; readonly filter: Filter }[];
    };

export type CallDecision = Denied | { readonly effect: 'allow' };
