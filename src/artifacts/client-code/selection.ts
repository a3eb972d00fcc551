import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Api } from '../../api/api.ts';

/** What a statement selects of a field: `null` for a leaf, or the fields and type cases below it. */
export type Selection = { readonly fields: readonly SelectedField[]; readonly cases: readonly TypeCase[] } | null;

export interface SelectedField {
  readonly name: string;
  /** `null` for `__typename`. */
  readonly type: GraphQLOutputType | null;
  readonly selection: Selection;
  /** Why it should not be used; absent where it may. */
  readonly deprecationReason?: string;
}

/** `... on <type>`: one for each type an object can be, also where it selects nothing more of it. */
export interface TypeCase {
  readonly type: string;
  readonly fields: readonly SelectedField[];
}

/**
 * Everything below a field down to `depth` levels of objects; what lies deeper, and fields with required arguments, are
 * left out. `undefined` where nothing can be selected.
 */
export function selectionOf(
  api: Api,
  type: GraphQLOutputType,
  depth: number,
  typename: boolean,
): Selection | undefined {
  const named = getNamedType(type);
  if (isLeafType(named)) return null;
  if (depth < 1) return undefined;
  const fields = fieldsOf(api, named, depth, typename);
  if (!isAbstractType(named)) {
    const all = withTypename(fields, typename);
    return all.length === 0 ? undefined : { fields: all, cases: [] };
  }
  const shared = new Set(fields.map((field) => field.name));
  const cases = api.schema.getPossibleTypes(named).map(
    (member): TypeCase => ({
      type: member.name,
      fields: fieldsOf(api, member, depth, typename).filter((field) => !shared.has(field.name)),
    }),
  );
  if (fields.length === 0 && cases.every((each) => each.fields.length === 0)) return undefined;
  // Without the name of the type nobody could tell which case an object is.
  return { fields: withTypename(fields, true), cases };
}

function fieldsOf(api: Api, type: GraphQLNamedType, depth: number, typename: boolean): SelectedField[] {
  if (!isCompositeType(type) || !(isObjectType(type) || isInterfaceType(type))) return [];
  return Object.values(type.getFields()).flatMap((field: GraphQLField<unknown, unknown>) => {
    if (field.args.some(isRequiredArgument)) return [];
    // What an aggregation found lies deep below it, and is all that is wanted of it.
    const isAggregation = getNamedType(field.type).name === 'SearchableAggregateResult';
    const selection = selectionOf(api, field.type, isAggregation ? depth + 1 : depth - 1, typename);
    if (selection === undefined) return [];
    const { name, type: fieldType, deprecationReason } = field;
    return [{ name, type: fieldType, selection, ...(deprecationReason != null && { deprecationReason }) }];
  });
}

function withTypename(fields: readonly SelectedField[], typename: boolean): readonly SelectedField[] {
  return typename ? [...fields, { name: '__typename', type: null, selection: null }] : fields;
}
