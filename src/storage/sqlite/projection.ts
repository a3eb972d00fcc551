import type { Item } from '../../ir/item.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { ColumnLayout } from '../sql/schema-layout.ts';

/** The columns that one kind of read takes from a table, and how its rows become items. */
export class Projection {
  /** Result columns, named after the attributes, of the table under the alias `t`. */
  readonly selectList: string;
  /** SELECT of one item by its primary key. */
  readonly getSql: string;
  readonly #booleans: readonly string[];
  readonly #json: readonly string[];

  /**
   * @param sqlName of the table, quoted
   * @param keyCondition over the primary key of `t`
   */
  constructor(columns: readonly ColumnLayout[], sqlName: string, keyCondition: string) {
    this.selectList = columns
      .map(({ sqlName, attribute }) => `t.${quoteIdentifier(sqlName)} AS ${quoteIdentifier(attribute)}`)
      .join(', ');
    this.getSql = `SELECT ${this.selectList} FROM ${sqlName} t WHERE ${keyCondition}`;
    this.#booleans = columns.filter(({ kind }) => kind === 'boolean').map(({ attribute }) => attribute);
    this.#json = columns.filter(({ kind }) => kind === 'json').map(({ attribute }) => attribute);
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
