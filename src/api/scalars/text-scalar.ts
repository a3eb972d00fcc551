import { inspect } from 'node:util';
import { GraphQLError, GraphQLScalarType } from 'graphql';

/** Longest part of a refused value that a message repeats. */
const shownLength = 200;

interface TextScalarOptions {
  readonly name: string;
  readonly description: string;
  /** What the value should have been, as the two messages put it. */
  readonly noun: { readonly input: string; readonly output: string };
  readonly isValid: (text: string) => boolean;
}

/**
 * A scalar whose values are strings of one format, kept as written. Anything else is refused with the messages of
 * AppSync's engine: ``Unable to parse `x` as a valid date.``, ``Unable to serialize `x` as a valid DateTime Object.``
 */
export function textScalar(options: TextScalarOptions): GraphQLScalarType<string, string> {
  const { noun, isValid } = options;
  return new GraphQLScalarType<string, string>({
    name: options.name,
    description: options.description,
    coerceInputValue(value) {
      if (typeof value === 'string' && isValid(value)) return value;
      throw new GraphQLError(`Unable to parse \`${shown(value)}\` as ${noun.input}.`);
    },
    coerceOutputValue(value) {
      if (typeof value === 'string' && isValid(value)) return value;
      throw new GraphQLError(`Unable to serialize \`${shown(value)}\` as ${noun.output}.`);
    },
  });
}

/** A value as messages show it, cut where it is long. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : inspect(value, { breakLength: Infinity, depth: 2 });
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
