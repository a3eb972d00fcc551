import type { TypeNode } from 'graphql';
import type { CustomTypeDefinition } from '../definition.ts';
import { scalarFieldFactory } from '../fields/scalar-field.ts';
import { namedType } from './ast.ts';
import type { Lowering } from './lowering.ts';

/** Name of the type that asynchronous functions answer with at once. */
export const eventResponseName = 'EventInvocationResponse';

const success = scalarFieldFactory<boolean, 'boolean'>('Boolean')().required();

export const eventResponseType: CustomTypeDefinition = { kind: 'customType', fields: { success }, site: null };

/** The answer of an operation whose last handler is asynchronous; its type is added to the document once. */
export function eventResponse(lowering: Lowering): TypeNode {
  lowering.hoistOnce(eventResponseName, eventResponseType);
  return namedType(eventResponseName);
}
