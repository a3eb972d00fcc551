import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';

/** The operation to run, or what keeps it from being found, as a sentence. */
export function chooseOperation(
  document: DocumentNode,
  operationName: string | null,
): OperationDefinitionNode | string {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  // The empty name is what some clients send for none.
  if (operationName === null || operationName === '') {
    if (operations.length > 1) return 'Must provide operation name if query contains multiple operations.';
    return operations[0] ?? 'Must provide an operation.';
  }
  return (
    operations.find((operation) => operation.name?.value === operationName) ??
    `Unknown operation named '${operationName}'.`
  );
}
