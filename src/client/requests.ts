import type { CallOptions } from './call-options.ts';
import type { GraphQLResult } from './graphql-result.ts';
import type { Observable } from './observable.ts';

/** How the parts of a client reach the server. */
export interface Requests {
  /** `document` may throw: the promise then rejects. */
  send(
    document: () => string,
    variables: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): Promise<GraphQLResult>;
  subscribe(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    options: CallOptions,
  ): Observable<GraphQLResult>;
}
