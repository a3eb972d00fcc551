import { type ASTNode, type DocumentNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * The place of every field, inline fragment and fragment definition in a document as messages name it: response names
 * from the operation, or from the fragment's name, downwards. Arguments, directives and values have their field's path.
 */
export function queryPaths(document: DocumentNode): (node: ASTNode) => string {
  const paths = new Map<ASTNode, readonly string[]>();

  function enter(selectionSet: SelectionSetNode, path: readonly string[]): void {
    for (const selection of selectionSet.selections) {
      const own = selection.kind === Kind.FIELD ? [...path, (selection.alias ?? selection.name).value] : path;
      paths.set(selection, own);
      for (const directive of selection.directives ?? []) paths.set(directive, own);
      if (selection.kind === Kind.FIELD) {
        for (const argument of selection.arguments ?? []) paths.set(argument, own);
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) enter(selection.selectionSet, own);
    }
  }

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) enter(definition.selectionSet, []);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      paths.set(definition, [definition.name.value]);
      enter(definition.selectionSet, [definition.name.value]);
    }
  }

  /** Nodes below an argument have no path of their own: the argument that spans them has. */
  function pathOf(node: ASTNode): readonly string[] | undefined {
    const own = paths.get(node);
    if (own !== undefined || node.loc === undefined) return own;
    let nearest: readonly string[] | undefined;
    for (const [candidate, path] of paths) {
      const { loc } = candidate;
      if (loc && loc.start <= node.loc.start && node.loc.end <= loc.end) nearest = path;
    }
    return nearest;
  }

  return (node) => pathOf(node)?.join('/') ?? '';
}
