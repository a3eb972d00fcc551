/** Operand of the `size` operator: characters of a string, elements of a list, members of an object; else `null`. */
export function sizeOf(value: unknown): number | null {
  if (typeof value === 'string') return characters(value);
  if (Array.isArray(value)) return value.length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : null;
}

/** Code points, not UTF-16 units. */
function characters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; count++) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
  return count;
}
