import { PreampError } from '../../diagnostics/preamp-error.ts';
import { ownProperty } from '../../util/own-property.ts';
import { encodeValue, type SqlValue } from '../sql/encode-value.ts';
import type { ColumnResolver } from '../sql/filter-to-sql.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { ColumnLayout, IndexLayout, TableLayout } from '../sql/schema-layout.ts';
import type { Attributes, Key } from '../storage-engine.ts';
import { Projection } from './projection.ts';

/** One table as statements see it, with all that can be computed once: quoted names, column list. */
export class TableBinding {
  readonly layout: TableLayout;
  readonly sqlName: string;
  /** Reads whole items. */
  readonly whole: Projection;
  /** `"t"."a" = ? AND …` over the primary key. */
  readonly keyCondition: string;
  /** A name for SQLite's row id that no column hides; `null` where columns hide all three. */
  readonly rowId: string | null;
  readonly deleteSql: string;
  /** Values of all columns in their order; changes nothing where the key is taken. */
  readonly insertSql: string;
  readonly replaceSql: string;
  readonly #columns: ReadonlyMap<string, ColumnLayout>;
  readonly #indexes: ReadonlyMap<string | null, IndexLayout>;
  readonly #projections = new WeakMap<Attributes, Map<string | null, Projection>>();

  constructor(layout: TableLayout) {
    this.layout = layout;
    this.sqlName = quoteIdentifier(layout.sqlName);
    this.#columns = new Map(layout.columns.map((column) => [column.attribute, column]));
    this.#indexes = new Map(layout.indexes.map((index) => [index.name, index]));
    this.keyCondition = layout.primaryKey.map((attribute) => `${this.expression(attribute)} = ?`).join(' AND ');
    this.whole = new Projection(layout.columns, this.sqlName, this.keyCondition);
    const taken = new Set(layout.columns.map(({ sqlName }) => sqlName.toLowerCase()));
    this.rowId = ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null;
    const names = layout.columns.map(({ sqlName }) => quoteIdentifier(sqlName)).join(', ');
    const values = layout.columns.map(() => '?').join(', ');
    this.deleteSql = `DELETE FROM ${this.sqlName} AS t WHERE ${this.keyCondition}`;
    this.insertSql = `INSERT INTO ${this.sqlName} (${names}) VALUES (${values}) ON CONFLICT DO NOTHING`;
    this.replaceSql = `REPLACE INTO ${this.sqlName} (${names}) VALUES (${values})`;
  }

  column(attribute: string): ColumnLayout {
    const column = this.#columns.get(attribute);
    if (column !== undefined) return column;
    throw new PreampError('unknown-attribute', `${this.layout.model} has no stored attribute '${attribute}'.`);
  }

  /** The attribute's column under an alias. */
  expression(attribute: string, alias = 't'): string {
    return `${alias}.${quoteIdentifier(this.column(attribute).sqlName)}`;
  }

  /** A select list under the same alias, in which columns keep their names; never empty. */
  columnList(attributes: readonly string[], alias = 't'): string {
    if (attributes.length === 0) return 'NULL';
    return attributes
      .map((attribute) => `${this.expression(attribute, alias)} AS ${quoteIdentifier(this.column(attribute).sqlName)}`)
      .join(', ');
  }

  /** Finds columns for filters. */
  resolver(alias = 't'): ColumnResolver {
    return (attribute) => {
      const column = this.#columns.get(attribute);
      return column === undefined ? null : { sql: `${alias}.${quoteIdentifier(column.sqlName)}`, column };
    };
  }

  /** The order of an index, or of the primary key (`null`). */
  order(index: string | null): Pick<IndexLayout, 'key' | 'order'> {
    const found = this.#indexes.get(index);
    if (found !== undefined) return found;
    if (index === null) return { key: this.layout.primaryKey, order: this.layout.primaryKey };
    throw new PreampError('unknown-index', `${this.layout.model} has no index '${index}'.`);
  }

  encode(attribute: string, value: unknown): SqlValue {
    return encodeValue(value, this.column(attribute), this.layout);
  }

  /** Parameters of `keyCondition`. */
  encodeKey(key: Key): SqlValue[] {
    const values: SqlValue[] = [];
    for (const attribute of this.layout.primaryKey) {
      const value = this.encode(attribute, ownProperty(key, attribute));
      if (value === null) {
        throw new PreampError('key-incomplete', `The key of ${this.layout.model} needs a value for '${attribute}'.`);
      }
      values.push(value);
    }
    return values;
  }

  /** What a read takes: the attributes asked for and those of the index's order; the whole item where none are given. */
  projection(attributes: Attributes | undefined, index: string | null): Projection {
    if (attributes === undefined) return this.whole;
    let known = this.#projections.get(attributes);
    if (known === undefined) {
      known = new Map();
      this.#projections.set(attributes, known);
    }
    let projection = known.get(index);
    if (projection === undefined) {
      const names = new Set([...attributes, ...this.order(index).order]);
      const columns = [...names].map((attribute) => this.column(attribute));
      projection = new Projection(columns, this.sqlName, this.keyCondition);
      known.set(index, projection);
    }
    return projection;
  }
}
