import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

/** What collecting needs to know of the document. */
export interface FragmentScope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables that `@include` and `@skip` use. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

/** Groups the fields that selection sets select on an object type by response name, in the order of their first mention. */
export function collectFields(
  scope: FragmentScope,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const groups = new Map<string, FieldNode[]>();
  const spread = new Set<string>();

  function collect(selections: readonly SelectionNode[]): void {
    for (const selection of selections) {
      if (!isIncluded(selection.directives ?? [], scope.conditions)) continue;
      switch (selection.kind) {
        case Kind.FIELD: {
          const key = (selection.alias ?? selection.name).value;
          const group = groups.get(key);
          if (group === undefined) groups.set(key, [selection]);
          else group.push(selection);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          if (applies(scope.schema, selection.typeCondition, type)) collect(selection.selectionSet.selections);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const name = selection.name.value;
          const fragment = scope.fragments.get(name);
          if (fragment === undefined || spread.has(name)) break;
          spread.add(name);
          if (applies(scope.schema, fragment.typeCondition, type)) collect(fragment.selectionSet.selections);
        }
      }
    }
  }

  for (const selectionSet of selectionSets) collect(selectionSet.selections);
  return groups;
}

function applies(
  schema: GraphQLSchema,
  condition: FragmentDefinitionNode['typeCondition'] | undefined,
  type: GraphQLObjectType,
): boolean {
  if (condition === undefined) return true;
  const conditionType = typeFromAST(schema, condition);
  if (conditionType === type) return true;
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
}

function isIncluded(directives: readonly DirectiveNode[], conditions: ReadonlyMap<string, boolean>): boolean {
  return directives.every((directive) => {
    const name = directive.name.value;
    if (name !== 'include' && name !== 'skip') return true;
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const holds =
      value?.kind === Kind.VARIABLE
        ? conditions.get(value.name.value) === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return holds === (name === 'include');
  });
}
