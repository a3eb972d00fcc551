import { lowerFirst } from './lower-first.ts';
import { upperFirst } from './upper-first.ts';

/** Joins names: the first begins in lower case, the others in upper case; the rest of each stays as it is. */
export function camelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('');
}
