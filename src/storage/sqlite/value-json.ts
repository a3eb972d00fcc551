import type { AttributeMember, UsualForm } from '../item-shape.ts';
import { quoteText } from '../sql/quote-text.ts';
import type { ColumnLayout } from '../sql/schema-layout.ts';
import { type JsonFunction, jsonCallFunction, UnfitValue, unfitFunction } from './json-functions.ts';

/** Digits with which SQLite writes a number so that it is the shortest text of it, where it is that number at all. */
const shortest = (x: string) => `format('%!.15g', ${x})`;
const timePattern = "'????-[01]?-[0-2]?T[0-2]?:??:??.[0-9][0-9][0-9]Z'";

/**
 * SQL for the JSON text of an attribute, equal to what `JSON.stringify` makes of the item's value. What is not of the
 * usual form is asked of a JavaScript function, whose position `register` returns.
 *
 * @param x the column as SQL
 */
export function valueJson(
  x: string,
  column: ColumnLayout,
  { form, required }: AttributeMember,
  register: (call: JsonFunction) => number,
): string {
  const usual = fits(form.usual, column) ? form.usual : null;
  const absent = required ? `${unfitFunction}()` : "'null'";
  if (usual?.kind === 'text') return required ? `json_quote(ifnull(${x}, ${absent}))` : `json_quote(${x})`;
  if (usual?.kind === 'boolean')
    return `CASE WHEN ${x} IS NULL THEN ${absent} WHEN ${x} = 0 THEN 'false' ELSE 'true' END`;
  const position = register((value) => {
    const shown = form.show(decoded(value, column));
    if (shown === undefined) throw new UnfitValue();
    return JSON.stringify(shown);
  });
  const asked = `${jsonCallFunction}(${position}, ${x})`;
  return `CASE ${usual === null ? '' : usualCases(x, usual)} WHEN ${x} IS NULL THEN ${absent} ELSE ${asked} END`;
}

function usualCases(x: string, usual: UsualForm): string {
  switch (usual.kind) {
    case 'integer':
      return `WHEN ${x} BETWEEN ${usual.min} AND ${usual.max} THEN ${x}`;
    case 'oneOf':
      return `WHEN ${x} IN (${usual.texts.map(quoteText).join(', ')}) THEN json_quote(${x})`;
    case 'number':
      // Whole numbers have no fraction in JavaScript's text; 15 digits are the shortest text wherever they suffice.
      return (
        `WHEN abs(${x}) < 1e15 AND ${x} = CAST(${x} AS INTEGER) THEN CAST(${x} AS INTEGER) ` +
        `WHEN abs(${x}) BETWEEN 1e-4 AND 1e15 AND CAST(${shortest(x)} AS REAL) = ${x} THEN ${shortest(x)}`
      );
    case 'time':
      // The calendar's last days, and whatever else SQLite would take for a time, are asked about.
      return `WHEN ${x} GLOB ${timePattern} AND unixepoch(${x}) NOTNULL AND substr(${x}, 9, 2) < '29' AND substr(${x}, 12, 2) < '24' THEN json_quote(${x})`;
    default:
      return '';
  }
}

/** Whether the usual values are what the column holds as SQL values. */
function fits(usual: UsualForm | null, { kind }: ColumnLayout): boolean {
  switch (usual?.kind) {
    case 'text':
    case 'oneOf':
    case 'time':
      return kind === 'text';
    case 'integer':
    case 'boolean':
      return kind === usual.kind;
    case 'number':
      return kind === 'real';
    default:
      return false;
  }
}

function decoded(value: unknown, { kind }: ColumnLayout): unknown {
  if (kind === 'boolean') return value !== 0;
  return kind === 'json' ? JSON.parse(value as string) : value;
}
