import { compareScalars } from '../../filter/compare-scalars.ts';
import type { Item } from '../../ir/item.ts';
import { ownProperty } from '../../util/own-property.ts';
import { invalidArguments } from '../errors/database-errors.ts';
import { matchesWildcard } from './matches-wildcard.ts';

type Input = Readonly<Record<string, unknown>>;
type Test = (value: unknown) => boolean;

/** Longer values are not indexed as a whole by the official service; patterns do not see them. */
const maxPatternValue = 256;
/** Ways in which a client's regular expression may be tried on one value: as two repetitions without an end take. */
const maxWays = (maxPatternValue + 1) ** 2;

/**
 * Compiles the filter of a search. `match…` compare words without regard to case, everything else whole values; a list
 * matches where one of its elements does. `reference/runtime.md` section 9.
 *
 * @throws FieldError for a pattern that cannot be run
 */
export function searchPredicate(input: unknown): (item: Item) => boolean {
  if (!isInput(input)) return () => true;
  const tests = Object.entries(input).flatMap(([name, value]): ((item: Item) => boolean)[] => {
    if (value === null || value === undefined) return [];
    if ((name === 'and' || name === 'or') && Array.isArray(value)) {
      const parts = value.map(searchPredicate);
      if (parts.length === 0) return [];
      if (name === 'and') return parts;
      return [(item) => parts.some((part) => part(item))];
    }
    if (name === 'not') {
      const part = searchPredicate(value);
      return [(item) => !part(item)];
    }
    if (!isInput(value)) return [];
    return Object.entries(value).flatMap(([operator, operand]) => {
      if (operand === null || operand === undefined) return [];
      const test = operatorTest(operator, operand);
      return [(item: Item) => test(ownProperty(item, name) ?? null)];
    });
  });
  return (item) => tests.every((test) => test(item));
}

function operatorTest(operator: string, operand: unknown): Test {
  switch (operator) {
    case 'eq':
      return anyOf((value) => value === operand);
    case 'ne':
      return not(anyOf((value) => value === operand));
    case 'gt':
      return anyOf((value) => (compareScalars(value, operand) ?? 0) > 0);
    case 'gte':
      return anyOf((value) => (compareScalars(value, operand) ?? -1) >= 0);
    case 'lt':
      return anyOf((value) => (compareScalars(value, operand) ?? 0) < 0);
    case 'lte':
      return anyOf((value) => (compareScalars(value, operand) ?? 1) <= 0);
    case 'range': {
      if (!Array.isArray(operand) || operand.length !== 2) {
        throw invalidArguments("Argument 'range' expects exactly two elements.");
      }
      const [low, high] = operand;
      return anyOf((value) => (compareScalars(value, low) ?? -1) >= 0 && (compareScalars(value, high) ?? 1) <= 0);
    }
    case 'exists':
      return (value) => (value !== null) === operand;
    case 'match':
    case 'multiMatch': {
      const wanted = new Set(wordsOf(operand));
      return anyOf((value) => wordsOf(value).some((word) => wanted.has(word)));
    }
    case 'matchPhrase':
      return phraseTest(operand, (word, wanted) => word === wanted);
    case 'matchPhrasePrefix':
      return phraseTest(operand, (word, wanted) => word.startsWith(wanted));
    case 'wildcard':
      return patternTest((value) => matchesWildcard(String(operand), value));
    case 'regexp': {
      const pattern = regularExpression(String(operand));
      return patternTest((value) => pattern.test(value));
    }
    default:
      throw invalidArguments(`There is no search operator '${operator}'.`);
  }
}

/** Words one after the other; `isLast` compares the last of them. */
function phraseTest(operand: unknown, isLast: (word: string, wanted: string) => boolean): Test {
  const wanted = wordsOf(operand);
  if (wanted.length === 0) return () => false;
  return anyOf((value) => {
    const words = wordsOf(value);
    return words.some((_, start) =>
      wanted.every((each, offset) => {
        const word = words[start + offset];
        return word !== undefined && (offset === wanted.length - 1 ? isLast(word, each) : word === each);
      }),
    );
  });
}

function patternTest(test: (value: string) => boolean): Test {
  return anyOf((value) => typeof value === 'string' && value.length <= maxPatternValue && test(value));
}

function regularExpression(source: string): RegExp {
  if (/\)[*+{]/.test(source) || waysOf(source) > maxWays) {
    throw invalidArguments(
      'The regular expression is too costly: at most 2 open repetitions, none of a group, are allowed, and fewer with options and alternatives.',
    );
  }
  try {
    return new RegExp(`^(?:${source})$`, 'su');
  } catch {
    throw invalidArguments('The regular expression is not valid.');
  }
}

/**
 * How many ways there are, at most, to take what repeats, may be left out or has an alternative. A backtracking matcher
 * tries them all on a value that nearly fits. Signs that are escaped or in brackets count as well: that errs on the safe
 * side.
 */
function waysOf(source: string): number {
  let ways = 1;
  for (const [sign, least, comma, most] of source.matchAll(/[*+?|]|\{(\d+)(,?)(\d*)\}/g)) {
    if (sign === '?' || sign === '|') ways *= 2;
    else if (comma !== '' || least === undefined) {
      const range = least === undefined || most === '' ? maxPatternValue : Number(most) - Number(least);
      ways *= Math.min(Math.max(range, 0), maxPatternValue) + 1;
    }
  }
  return ways;
}

function anyOf(test: Test): Test {
  return (value) => (Array.isArray(value) ? value.some(test) : value !== null && test(value));
}

function not(test: Test): Test {
  return (value) => !test(value);
}

function wordsOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? (value.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []) : [];
}

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
