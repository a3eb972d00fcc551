import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Item } from '../../ir/item.ts';
import { ownProperty } from '../../util/own-property.ts';
import { encodeValue, type SqlValue } from '../sql/encode-value.ts';
import type { ColumnResolver } from '../sql/filter-to-sql.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { ColumnLayout, IndexLayout, TableLayout } from '../sql/schema-layout.ts';
import type { Key } from '../storage-engine.ts';

/** One table as statements see it, with all that can be computed once: quoted names, column list, row decoder. */
export class TableBinding {
  readonly layout: TableLayout;
  readonly sqlName: string;
  /** Result columns, named after the attributes, of the table under the alias `t`. */
  readonly selectList: string;
  /** `"t"."a" = ? AND …` over the primary key. */
  readonly keyCondition: string;
  /** A name for SQLite's row id that no column hides; `null` where columns hide all three. */
  readonly rowId: string | null;
  readonly getSql: string;
  readonly deleteSql: string;
  /** Values of all columns in their order; changes nothing where the key is taken. */
  readonly insertSql: string;
  readonly replaceSql: string;
  readonly #columns: ReadonlyMap<string, ColumnLayout>;
  readonly #booleans: readonly string[];
  readonly #json: readonly string[];
  readonly #indexes: ReadonlyMap<string | null, IndexLayout>;

  constructor(layout: TableLayout) {
    this.layout = layout;
    this.sqlName = quoteIdentifier(layout.sqlName);
    this.#columns = new Map(layout.columns.map((column) => [column.attribute, column]));
    this.#booleans = layout.columns.filter(({ kind }) => kind === 'boolean').map(({ attribute }) => attribute);
    this.#json = layout.columns.filter(({ kind }) => kind === 'json').map(({ attribute }) => attribute);
    this.#indexes = new Map(layout.indexes.map((index) => [index.name, index]));
    this.selectList = layout.columns
      .map(({ attribute }) => `${this.expression(attribute)} AS ${quoteIdentifier(attribute)}`)
      .join(', ');
    this.keyCondition = layout.primaryKey.map((attribute) => `${this.expression(attribute)} = ?`).join(' AND ');
    const taken = new Set(layout.columns.map(({ sqlName }) => sqlName.toLowerCase()));
    this.rowId = ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name)) ?? null;
    const names = layout.columns.map(({ sqlName }) => quoteIdentifier(sqlName)).join(', ');
    const values = layout.columns.map(() => '?').join(', ');
    this.getSql = `SELECT ${this.selectList} FROM ${this.sqlName} t WHERE ${this.keyCondition}`;
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
    return this.layout.primaryKey.map((attribute) => {
      const value = this.encode(attribute, ownProperty(key, attribute));
      if (value !== null) return value;
      throw new PreampError('key-incomplete', `The key of ${this.layout.model} needs a value for '${attribute}'.`);
    });
  }

  /** Makes the row an item, in place: SQLite has given the attributes their names, and most their values. */
  decode(row: Record<string, unknown>): Item {
    for (const attribute of this.#booleans) {
      const value = row[attribute];
      if (value !== null) row[attribute] = value !== 0;
    }
    for (const attribute of this.#json) {
      const value = row[attribute];
      if (value !== null) row[attribute] = JSON.parse(value as string);
    }
    return row;
  }
}
