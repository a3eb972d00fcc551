import type { SqlDialect } from '../sql/sql-dialect.ts';

/** Name of the registered function behind the `size` of a text: SQLite's `length` stops at a NUL character. */
export const textSizeFunction = 'preamp_text_size';
/** Name of the registered function that writes a number as JavaScript does, for composite key attributes. */
export const keyTextFunction = 'preamp_key_text';
/** Its reverse: the number that is written so, or NULL. SQLite's own conversion may miss by the last digit. */
export const numberFunction = 'preamp_number';
/** Name of the registered function that compares the end of a text: SQLite's `substr` stops at a NUL character. */
export const textEndsWithFunction = 'preamp_text_ends_with';
/** Name of the registered function that makes a value the only element of a JSON list; 1 as second argument: a boolean. */
export const jsonListFunction = 'preamp_json_list';

export const sqliteDialect: SqlDialect = {
  textContains: (column) => `instr(${column}, ?) > 0`,
  textEndsWith: (column) => `${textEndsWithFunction}(${column}, ?)`,
  listContainsScalar: (column) =>
    `EXISTS (SELECT 1 FROM json_each(${column}) e WHERE typeof(e.key) = 'integer' AND iif(e.type IN ('integer', 'real'), 'number', e.type) = ? AND e.value IS ?)`,
  listContainsJson: (column) =>
    `EXISTS (SELECT 1 FROM json_each(${column}) e WHERE typeof(e.key) = 'integer' AND e.type IN ('array', 'object') AND e.value = ?)`,
  isElementOf: (column) => `${column} IN (SELECT value FROM json_each(?))`,
  textSize: (column) => `${textSizeFunction}(${column})`,
  jsonSize: (column) => `(CASE WHEN ${column} IS NOT NULL THEN (SELECT count(*) FROM json_each(${column})) END)`,
  jsonType: (column) => `json_type(${column})`,
  is: 'IS',
  isNot: 'IS NOT',
};
