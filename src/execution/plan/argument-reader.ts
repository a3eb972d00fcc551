import { type FieldNode, type GraphQLField, getArgumentValues, Kind, type ValueNode, visit } from 'graphql';
import type { Variables } from '../document/variables.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** Reads the arguments of one field of a document. Where they hold no variables, every call returns the same object. */
export interface ArgumentReader {
  readonly constant: Arguments | null;
  read(variables: Variables): Arguments;
}

/** @throws GraphQLError (by `read`) where a variable is null and its argument must not be */
export function createArgumentReader(field: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentReader {
  if (!node.arguments?.some((argument) => holdsVariable(argument.value))) {
    const constant: Arguments = Object.freeze(getArgumentValues(field, node));
    return { constant, read: () => constant };
  }
  return { constant: null, read: (variables) => getArgumentValues(field, node, variables) };
}

function holdsVariable(value: ValueNode): boolean {
  let found = false;
  visit(value, {
    [Kind.VARIABLE]() {
      found = true;
    },
  });
  return found;
}
