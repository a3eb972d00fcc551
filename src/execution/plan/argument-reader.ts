import {
  coerceInputLiteral,
  type FieldNode,
  type GraphQLField,
  getArgumentValues,
  Kind,
  type ValueNode,
  visit,
} from 'graphql';
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
  const sources = argumentSources(field, node);
  return {
    constant: null,
    read: (variables) => (sources && readSources(sources, variables)) ?? getArgumentValues(field, node, variables),
  };
}

/** Where an argument comes from: a variable, or the value itself. */
type ArgumentSource = { readonly name: string } & ({ readonly variable: string } | { readonly value: unknown });

/** `null` where arguments hold variables in their depth, or get defaults. */
function argumentSources(field: GraphQLField<unknown, unknown>, node: FieldNode): readonly ArgumentSource[] | null {
  const sources: ArgumentSource[] = [];
  for (const definition of field.args) {
    const value = node.arguments?.find(({ name }) => name.value === definition.name)?.value;
    if (value === undefined) {
      if (definition.default !== undefined || definition.defaultValue !== undefined) return null;
    } else if (value.kind === Kind.VARIABLE) {
      sources.push({ name: definition.name, variable: value.name.value });
    } else {
      const constant = holdsVariable(value) ? undefined : coerceInputLiteral(value, definition.type);
      if (constant === undefined) return null;
      sources.push({ name: definition.name, value: constant });
    }
  }
  return sources;
}

/** `null` where a variable has no value: whether that is allowed, graphql-js knows. */
function readSources(sources: readonly ArgumentSource[], { coerced }: Variables): Arguments | null {
  const values: Record<string, unknown> = {};
  for (const source of sources) {
    const value = 'value' in source ? source.value : coerced[source.variable];
    if (value === undefined || value === null) return null;
    values[source.name] = value;
  }
  return values;
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
