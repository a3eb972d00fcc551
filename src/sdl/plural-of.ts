import pluralize from 'pluralize';

/** English plural of a type name; letter case is kept as far as the plural allows. */
export function pluralOf(name: string): string {
  return pluralize(name);
}
