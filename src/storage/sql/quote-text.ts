/** A text as an SQL literal. For migrations, whose plans are text; requests bind their values. */
export function quoteText(text: string): string {
  // SQL source ends at a NUL character.
  const parts = text.split('\u0000').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || char(0) || ')})`;
}
