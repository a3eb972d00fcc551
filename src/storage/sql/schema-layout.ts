import type { ColumnKind } from './column-kind.ts';
import type { RelationLayout } from './relation-layout.ts';

/** The tables a data model needs: plain data, JSON-safe. What was applied last is kept in the database itself. */
export interface SchemaLayout {
  readonly tables: readonly TableLayout[];
}

export interface TableLayout {
  /** Identity of the table across revisions: `model.table` (the model's name, or that of `@mapsTo`). */
  readonly table: string;
  /** Name in the database: differs from `table` only where SQL would take two names for one. */
  readonly sqlName: string;
  readonly model: string;
  readonly columns: readonly ColumnLayout[];
  /** Attributes of the primary key, hash first. */
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexLayout[];
  /** Where the links of its relations are; absent where it has none. */
  readonly relations?: readonly RelationLayout[];
}

export interface ColumnLayout {
  /** Attribute of the item. */
  readonly attribute: string;
  /** What the model says it was called before a `@mapsTo`, by which it is found again; absent where it says nothing. */
  readonly storedAs?: string;
  /** Name in the database, which differs from `attribute` only by a suffix against collisions of case. */
  readonly sqlName: string;
  readonly kind: ColumnKind;
  /** The field's type as SDL shows it, but for nullability: for messages, and to tell lists from custom types. */
  readonly type: string;
  readonly required: boolean;
  /** What existing items get when the column is added: the default of a required field, in the column's form. */
  readonly fill: string | number | null;
  /** Attributes whose values, joined by `#`, make up a composite key attribute; `null` for a field. */
  readonly parts: readonly string[] | null;
}

export interface IndexLayout {
  /** Name in the model; `null` is the order of a primary key whose sort attribute is composite. */
  readonly name: string | null;
  readonly sqlName: string;
  /** The key attributes: hash and, where there is one, sort. An item without one of them is not in the index. */
  readonly key: readonly string[];
  /** Key attributes followed by what is left of the primary key: the total order of the index. */
  readonly order: readonly string[];
}
