import { GraphQLError, GraphQLScalarType } from 'graphql';
import { shown } from './text-scalar.ts';

/**
 * JSON as text. Input is a string that holds JSON, kept as it is; an object literal is refused. On output text passes
 * and a handler's value of another kind is written as JSON.
 */
export const awsJson = new GraphQLScalarType<string, string>({
  name: 'AWSJSON',
  description: 'A string that holds JSON.',
  coerceInputValue(value) {
    if (typeof value === 'string' && isJson(value)) return value;
    throw new GraphQLError(`Unable to parse \`${shown(value)}\` as valid JSON.`);
  },
  coerceOutputValue(value) {
    if (typeof value === 'string') return value;
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
    throw new GraphQLError(`Unable to serialize \`${shown(value)}\` as valid JSON.`);
  },
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
