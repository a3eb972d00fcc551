import type { Filter } from '../filter/filter.ts';
import type { SortCondition } from '../filter/sort-condition.ts';
import type { Cursor } from './storage-engine.ts';

/**
 * How an item becomes a JSON object: its members, in order. Stores with `scanJson` and `queryJson` take a shape and
 * return JSON text instead of items. A value that the shape does not allow makes them return nothing at all, and the
 * caller reads items instead: so errors are told in one place.
 */
export interface ItemShape {
  readonly members: readonly ItemMember[];
}

export type ItemMember = ConstantMember | AttributeMember | RelatedItemMember | RelatedPageMember;

export interface ConstantMember {
  readonly kind: 'constant';
  readonly name: string;
  readonly value: string;
}

export interface AttributeMember {
  readonly kind: 'attribute';
  readonly name: string;
  readonly attribute: string;
  readonly form: ValueForm;
  /** Null is not allowed. */
  readonly required: boolean;
}

/** The one item of another model that the item leads to, or null. */
export interface RelatedItemMember {
  readonly kind: 'item';
  readonly name: string;
  readonly lookup: Lookup;
  readonly shape: ItemShape;
  /** What the related item must pass to be allowed. */
  readonly filter: Filter | null;
  readonly required: boolean;
}

/** The page of items of another model that the item leads to, from its start. */
export interface RelatedPageMember {
  readonly kind: 'page';
  readonly name: string;
  readonly lookup: Lookup;
  /** On the key's sort attribute. */
  readonly sort: SortCondition | null;
  readonly descending: boolean;
  readonly filter: Filter | null;
  readonly limit: number;
  readonly members: readonly PageMember[];
}

export type PageMember =
  | ConstantMember
  | { readonly kind: 'items'; readonly name: string; readonly shape: ItemShape }
  /** Where the next page starts, as text; null on the last page. */
  | {
      readonly kind: 'next';
      readonly name: string;
      readonly seal: (cursor: Cursor, hash: string | number) => string;
    };

/** Where related items are: a key of their model, and the attributes of the item that its attributes equal, hash first. */
export interface Lookup {
  readonly model: string;
  /** `null` is the primary key. */
  readonly index: string | null;
  readonly match: readonly { readonly attribute: string; readonly equals: string }[];
}

/** What values an attribute may have. */
export interface ValueForm {
  /** Values that are shown as they are, without asking; `null` where all are asked about. */
  readonly usual: UsualForm | null;
  /** What is shown of any other value that is not null: a JSON value; `undefined` where the value is not allowed. */
  readonly show: (value: unknown) => unknown;
}

export type UsualForm =
  | { readonly kind: 'text' | 'number' | 'boolean' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'oneOf'; readonly texts: readonly string[] }
  /** `YYYY-MM-DDThh:mm:ss.sssZ`, a time that there is. */
  | { readonly kind: 'time' };
