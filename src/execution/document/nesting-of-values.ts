import { type DocumentNode, Kind, visit } from 'graphql';

/** On how many levels lists and objects stand within each other in the literals of a document, and lists in its types. */
export function nestingOfValues(document: DocumentNode): number {
  let most = 0;
  let level = 0;
  const nested = {
    enter() {
      level += 1;
      most = Math.max(most, level);
    },
    leave() {
      level -= 1;
    },
  };
  visit(document, { [Kind.LIST]: nested, [Kind.OBJECT]: nested, [Kind.LIST_TYPE]: nested });
  return most;
}
