/**
 * JSON text that is equal for deeply equal values: members of objects in the order of their names. Columns of kind
 * `json` hold it, so that equality of values is equality of texts.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.some(isObject) ? value.map(sorted) : value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
