/** The typed client: `preamp/client`. Runs in browsers, Node and React Native; depends on nothing. */
export type { CallOptions } from './call-options.ts';
export type { AuthMode } from './client-config.ts';
export type { Client, ModelMethods, PageResult, Result } from './client-types.ts';
export type { EventFilter, ModelFilter } from './filter-types.ts';
export { type ClientOptions, generateClient } from './generate-client.ts';
export type { GraphQLFormattedError, GraphQLResult } from './graphql-result.ts';
export { type IdentityPoolOptions, identityPoolCredentials } from './identity-pool-credentials.ts';
export { Observable, type Observer, type Subscription } from './observable.ts';
export type { ConnectionState } from './realtime-connection.ts';
export type { Selected, SelectionPath, SelectionSet } from './selection-types.ts';
export type { Credentials } from './sign-request.ts';
export { CanceledError } from './transport.ts';
