import { GraphQLError, GraphQLScalarType } from 'graphql';
import { shown } from './text-scalar.ts';

export const awsTimestamp = new GraphQLScalarType<number, number>({
  name: 'AWSTimestamp',
  description: 'Whole seconds since 1970-01-01T00:00Z; negative before.',
  coerceInputValue(value) {
    if (Number.isSafeInteger(value)) return value as number;
    throw new GraphQLError(`Unable to parse \`${shown(value)}\` as a valid timestamp.`);
  },
  coerceOutputValue(value) {
    if (Number.isSafeInteger(value)) return value as number;
    throw new GraphQLError(`Unable to serialize \`${shown(value)}\` as a valid timestamp.`);
  },
});
