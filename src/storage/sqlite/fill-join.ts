import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { ColumnLayout, TableLayout } from '../sql/schema-layout.ts';
import { columnName, sortedKey } from './table-ddl.ts';

/** Fields of a join model that refer to one of its sides, with their values. */
interface JoinSide {
  readonly columns: readonly ColumnLayout[];
  readonly values: readonly string[] | null;
}

const digits = (bytes: number) => `hex(randomblob(${bytes}))`;
/** A UUID of version 4, as ids are above the engine. */
const newId = `lower(${[
  digits(4),
  digits(2),
  `'4' || substr(${digits(2)}, 2)`,
  `substr('89ab', 1 + (abs(random()) % 4), 1) || substr(${digits(2)}, 2)`,
  digits(6),
].join(` || '-' || `)})`;
const now = `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;

/**
 * An item of the join model for each link between the tables `h` (which holds them) and `t`, with an id and timestamps;
 * `null` where a side has no values.
 */
export function fillJoin(
  join: TableLayout,
  sides: readonly JoinSide[],
  holder: TableLayout,
  target: TableLayout,
  link: string,
): string | null {
  const values = new Map<string, string>();
  for (const side of sides) {
    if (side.values === null) return null;
    side.columns.forEach(({ attribute }, i) => {
      values.set(attribute, side.values![i]!);
    });
  }
  for (const attribute of join.primaryKey) if (!values.has(attribute)) values.set(attribute, newId);
  for (const { attribute, type } of join.columns) if (type === 'AWSDateTime') values.set(attribute, now);
  const columns = [...values.keys()].map((attribute) => columnName(join, attribute)).join(', ');
  const tables = `${quoteIdentifier(holder.sqlName)} h JOIN ${quoteIdentifier(target.sqlName)} t ON ${link}`;
  const select = `SELECT ${[...values.values()].join(', ')} FROM ${tables} ORDER BY ${sortedKey(holder, 'h')}`;
  return `INSERT INTO ${quoteIdentifier(join.sqlName)} (${columns}) ${select}`;
}
