import type { GraphQLErrorEntry } from './graphql-error-entry.ts';

/** The response's JSON text; `data` is JSON text itself. */
export function responseBody(data: string, errors: readonly GraphQLErrorEntry[]): string {
  return errors.length === 0 ? `{"data":${data}}` : `{"data":${data},"errors":${JSON.stringify(errors)}}`;
}
