import type { GraphQLResult } from './graphql-result.ts';
import type { Observable } from './observable.ts';

/**
 * Variables of a document: those of a generated statement (`preamp generate graphql-client-code`), which carries them in
 * its type, else anything.
 */
export type VariablesOf<Document> = Document extends
  | { readonly __generatedQueryInput: infer Input }
  | { readonly __generatedMutationInput: infer Input }
  | { readonly __generatedSubscriptionInput: infer Input }
  ? Input
  : Readonly<Record<string, unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: nothing is known of the result of a document that was not generated
type Unknown = any;

/** What `client.graphql()` returns: an observable for a subscription, else a promise. */
export type GraphQLResponse<Document> = Document extends { readonly __generatedSubscriptionOutput: infer Output }
  ? Observable<GraphQLResult<Output>>
  : Document extends
        | { readonly __generatedQueryOutput: infer Output }
        | { readonly __generatedMutationOutput: infer Output }
    ? Promise<GraphQLResult<Output>>
    : string extends Document
      ? Promise<GraphQLResult<Unknown>> & Observable<GraphQLResult<Unknown>>
      : Document extends `${Space}subscription${string}`
        ? Observable<GraphQLResult<Unknown>>
        : Promise<GraphQLResult<Unknown>>;

type Space = '' | ' ' | '\n' | `\n  ` | `\n    ` | `\n      `;
