import { compareStrings } from './compare-strings.ts';

/** Orders two strings or two numbers: negative, zero or positive; `null` where the pair has no order. */
export function compareScalars(a: unknown, b: unknown): number | null {
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return null;
}
