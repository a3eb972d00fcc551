import { runInNewContext } from 'node:vm';
import { PreampError } from '../../diagnostics/preamp-error.ts';

/** Milliseconds that matching one value may take, where the pattern or the value could take long. */
const patience = 100;
/** Values up to this length are matched without a watchdog by patterns that cannot backtrack exponentially. */
const harmlessLength = 2_000;
/** A repeated group that itself repeats or chooses: what backtracks exponentially. */
const suspicious = /\([^)]*[+*}|][^)]*\)[+*{]/;

/**
 * Compiles a `matches` pattern: a Java regular expression over the whole value. Sources escape a backslash twice,
 * because the official service unquotes the value once more. `reference/runtime.md` section 2.7.
 *
 * A match that would take more than 100 ms counts as none, so that no value can hold up the process.
 *
 * @throws PreampError `validation-pattern-invalid`
 */
export function compilePattern(source: string, place: string): (value: string) => boolean {
  const pattern = anchored(source.replaceAll('\\\\', '\\'), place);
  const risky = suspicious.test(source);
  return (value) => (risky || value.length > harmlessLength ? guardedTest(pattern, value) : pattern.test(value));
}

function anchored(source: string, place: string): RegExp {
  // Java reads whole code points like the `u` flag, which however refuses some escapes that Java allows.
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${source})$`, flags);
    } catch {}
  }
  throw new PreampError(
    'validation-pattern-invalid',
    `The pattern of 'matches' on ${place} is no regular expression.`,
    {
      hint: 'Write a regular expression without possessive quantifiers or other Java-only syntax.',
    },
  );
}

function guardedTest(pattern: RegExp, value: string): boolean {
  try {
    return runInNewContext('pattern.test(value)', { pattern, value }, { timeout: patience }) === true;
  } catch {
    return false;
  }
}
