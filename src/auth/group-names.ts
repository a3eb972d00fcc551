/**
 * The groups a claim names: a list, a string that holds a JSON list, or a plain string, which is one group. Anything
 * else, and every element that is not a non-empty string, names none.
 */
export function groupNames(claims: Readonly<Record<string, unknown>>, claim: string): readonly string[] {
  if (!Object.hasOwn(claims, claim)) return [];
  const value = claims[claim];
  if (typeof value !== 'string') return strings(value);
  if (value.trimStart().startsWith('[')) {
    try {
      return strings(JSON.parse(value));
    } catch {
      // Not JSON after all: a group whose name begins with a bracket.
    }
  }
  return value === '' ? [] : [value];
}

function strings(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((element): element is string => typeof element === 'string' && element !== '');
}
