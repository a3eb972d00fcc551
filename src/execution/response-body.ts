import type { GraphQLErrorEntry } from './graphql-error-entry.ts';

/** The response's JSON text. */
export function responseBody(data: unknown, errors: readonly GraphQLErrorEntry[]): string {
  return JSON.stringify(errors.length === 0 ? { data } : { data, errors });
}
