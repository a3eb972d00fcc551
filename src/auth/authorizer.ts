import type { Filter } from '../filter/filter.ts';
import type { AuthOperation } from '../ir/auth-rule.ts';
import type { Identity } from '../ir/identity.ts';
import type { Item } from '../ir/item.ts';

/**
 * All rules of one data model, compiled. Every method is a function of the caller and the operation only; what depends
 * on the record is returned as a {@link Filter} that travels to the engine. Without a rule that grants it, the answer
 * is `deny`. `reference/authorization.md` sections 1.5 to 7.
 */
export interface Authorizer {
  /**
   * What the credential itself rules out, before any rule: the policy of an IAM principal (root fields) and the
   * `deniedFields` of a Lambda authorizer (any type). To be asked for each root field. A policy refusal is answered with
   * 401, a denied field with `Not Authorized to access …`.
   */
  permits(typeName: string, fieldName: string, identity: Identity): Permission;
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
  /**
   * Decides a field that is not a model's stored field: a custom operation (`Query`, `Mutation`, `Subscription`), a
   * computed field, or a field of a type without a table.
   */
  call(typeName: string, fieldName: string, identity: Identity): CallDecision;
  /**
   * Which fields of its result a caller who was allowed to create, update or delete may see. Unlike `read` it never
   * refuses the record: whoever may write without reading gets back what no read rule hides.
   */
  result(model: string, identity: Identity): FieldAccess;
  /** Fields that the official service leaves out of the results of mutations, whoever asks. */
  redacted(model: string): ReadonlySet<string>;
  /** Why an operation that was allowed for some records is refused for this one. */
  explain(model: string, operation: AuthOperation, identity: Identity): Explanation;
  /** Who may do what with which fields: one row per role and operation, in rule order. */
  table(model: string): readonly AccessRow[];
}

export type Permission = 'permitted' | 'outsidePolicy' | 'deniedField';

/** One role's rights on one operation of a model. */
export interface AccessRow {
  /** For example `owner (userPools, owner, sub::username)`. */
  readonly role: string;
  readonly operation: AuthOperation;
  /** Whether the right depends on the record. */
  readonly perRecord: boolean;
  /** Declared fields the role has the operation on, and those it has not. */
  readonly fields: readonly string[];
  readonly otherFields: readonly string[];
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

export type CallDecision =
  | Denied
  | {
      readonly effect: 'allow';
      /** Parent records on which the field may be read; `null` is all. Only a computed field can have one. */
      readonly filter: Filter | null;
    };
