import type { getVariableValues } from 'graphql';

/** Coerced variables, in the form that graphql-js reads arguments with. */
export type Variables = NonNullable<ReturnType<typeof getVariableValues>['variableValues']>;
