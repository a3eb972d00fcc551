import { createContext, Script } from 'node:vm';
import { PreampError } from '../../diagnostics/preamp-error.ts';

/** Milliseconds that matching one value may take, where the pattern and the value could take long. */
const patience = 100;
/** Steps that a match may take without a watchdog: some milliseconds. */
const harmlessSteps = 1_000_000;
/** A repeated group or a back reference: such patterns can take time exponential in the value. */
const suspicious = /\)[*+{]|\\[1-9k]/;
/** What repeats or may be left out: each can be tried at every place of the value. */
const quantifiers = /[*+?{]/g;

/**
 * Compiles a `matches` pattern: a Java regular expression over the whole value. Sources escape a backslash twice,
 * because the official service unquotes the value once more. `reference/runtime.md` section 2.7.
 *
 * A match that would take more than 100 ms counts as none, so that no value can hold up the process.
 *
 * @throws PreampError `validation-pattern-invalid`
 */
export function compilePattern(source: string, place: string): (value: string) => boolean {
  const unquoted = source.replaceAll('\\\\', '\\');
  const pattern = anchored(unquoted, place);
  const longest = harmlessLength(unquoted);
  let guarded: ((value: string) => boolean) | null = null;
  return (value) => {
    if (value.length <= longest) return pattern.test(value);
    guarded ??= guardedTest(pattern);
    return guarded(value);
  };
}

/**
 * Values up to this length are matched without a watchdog. With n quantifiers, none of a group, a match takes at most the
 * length to the power of n steps.
 */
function harmlessLength(source: string): number {
  if (suspicious.test(source)) return 0;
  const count = source.match(quantifiers)?.length ?? 0;
  return Math.floor(harmlessSteps ** (1 / Math.max(count, 1)));
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

function guardedTest(pattern: RegExp): (value: string) => boolean {
  const given = { pattern, value: '' };
  const context = createContext(given);
  const script = new Script('pattern.test(value)');
  return (value) => {
    given.value = value;
    try {
      return script.runInContext(context, { timeout: patience }) === true;
    } catch {
      return false;
    } finally {
      given.value = '';
    }
  };
}
