import type { GraphQLSchema } from 'graphql';
import type { DataModel } from '../ir/data-model.ts';

/** The GraphQL API of a data model. */
export interface Api {
  readonly model: DataModel;
  /**
   * The schema clients see, without resolvers: a field that does more than read its parent carries an
   * `OperationDescriptor` (see `operationOf`), and types and fields carry their applied directives (see
   * `appliedDirectives`).
   */
  readonly schema: GraphQLSchema;
}
