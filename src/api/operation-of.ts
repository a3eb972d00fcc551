import type { GraphQLField } from 'graphql';
import type { OperationDescriptor } from './operation-descriptor.ts';

/** What a field of the executable schema does; `null` for a field that reads its parent's value. */
export function operationOf(field: GraphQLField<unknown, unknown>): OperationDescriptor | null {
  return (field.extensions.preamp as OperationDescriptor | undefined) ?? null;
}
