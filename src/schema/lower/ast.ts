import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type ConstValueNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type NamedTypeNode,
  type NameNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql';

/** A value of a directive's argument, before it is a node: strings are strings, `enumValue` makes names of them. */
export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | { readonly [name: string]: Literal | undefined }
  | EnumLiteral;

class EnumLiteral {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export function enumValue(name: string): Literal {
  return new EnumLiteral(name);
}

function nameNode(value: string): NameNode {
  return { kind: Kind.NAME, value };
}

export function namedType(name: string): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: nameNode(name) };
}

/** The type of a field: `required` is about the element where it is a list. */
export function typeNode(
  name: string,
  wrap: { readonly required: boolean; readonly array: boolean; readonly arrayRequired: boolean },
): TypeNode {
  const named = namedType(name);
  const element = wrap.required ? ({ kind: Kind.NON_NULL_TYPE, type: named } as const) : named;
  if (!wrap.array) return element;
  const list = { kind: Kind.LIST_TYPE, type: element } as const;
  return wrap.arrayRequired ? { kind: Kind.NON_NULL_TYPE, type: list } : list;
}

function valueNode(value: Literal): ConstValueNode {
  if (value === null) return { kind: Kind.NULL };
  if (value instanceof EnumLiteral) return { kind: Kind.ENUM, value: value.name };
  if (typeof value === 'string') return { kind: Kind.STRING, value, block: false };
  if (typeof value === 'boolean') return { kind: Kind.BOOLEAN, value };
  if (typeof value === 'number') {
    return Number.isInteger(value)
      ? { kind: Kind.INT, value: String(value) }
      : { kind: Kind.FLOAT, value: String(value) };
  }
  if (isList(value)) return { kind: Kind.LIST, values: value.map(valueNode) };
  return {
    kind: Kind.OBJECT,
    fields: given(value).map(([name, part]) => ({
      kind: Kind.OBJECT_FIELD,
      name: nameNode(name),
      value: valueNode(part),
    })),
  };
}

/** A directive; arguments that are `undefined` are left out. */
export function directive(
  name: string,
  values: { readonly [name: string]: Literal | undefined } = {},
): ConstDirectiveNode {
  const nodes = given(values).map(
    ([argument, value]): ConstArgumentNode => ({
      kind: Kind.ARGUMENT,
      name: nameNode(argument),
      value: valueNode(value),
    }),
  );
  return { kind: Kind.DIRECTIVE, name: nameNode(name), arguments: nodes };
}

export function fieldNode(
  name: string,
  type: TypeNode,
  directives: readonly ConstDirectiveNode[] = [],
  parameters: readonly InputValueDefinitionNode[] = [],
): FieldDefinitionNode {
  return { kind: Kind.FIELD_DEFINITION, name: nameNode(name), arguments: parameters, type, directives };
}

export function inputValueNode(
  name: string,
  type: TypeNode,
  directives: readonly ConstDirectiveNode[] = [],
): InputValueDefinitionNode {
  return { kind: Kind.INPUT_VALUE_DEFINITION, name: nameNode(name), type, directives };
}

export function objectNode(
  name: string,
  fields: readonly FieldDefinitionNode[],
  directives: readonly ConstDirectiveNode[] = [],
): ObjectTypeDefinitionNode {
  return { kind: Kind.OBJECT_TYPE_DEFINITION, name: nameNode(name), interfaces: [], directives, fields };
}

export function inputNode(name: string, fields: readonly InputValueDefinitionNode[]): InputObjectTypeDefinitionNode {
  return { kind: Kind.INPUT_OBJECT_TYPE_DEFINITION, name: nameNode(name), directives: [], fields };
}

export function enumNode(name: string, values: readonly string[]): EnumTypeDefinitionNode {
  return {
    kind: Kind.ENUM_TYPE_DEFINITION,
    name: nameNode(name),
    directives: [],
    values: values.map((value) => ({ kind: Kind.ENUM_VALUE_DEFINITION, name: nameNode(value), directives: [] })),
  };
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

function given(values: { readonly [name: string]: Literal | undefined }): readonly [string, Literal][] {
  return Object.entries(values).filter((entry): entry is [string, Literal] => entry[1] !== undefined);
}
