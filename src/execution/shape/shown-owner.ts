/** An owner as the API shows it: the text after the last `::`, of each element of a list. */
export function shownOwner(value: unknown): unknown {
  if (typeof value === 'string') {
    const separator = value.lastIndexOf('::');
    return separator === -1 ? value : value.slice(separator + 2);
  }
  return Array.isArray(value) ? value.map(shownOwner) : value;
}
