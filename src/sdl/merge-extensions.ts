import {
  type DefinitionNode,
  type EnumTypeDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type UnionTypeDefinitionNode,
} from 'graphql';

/** Type definitions by name and kind, each with what its extensions add, wherever they stand. */
export interface MergedDocument {
  readonly objects: ReadonlyMap<string, ObjectTypeDefinitionNode>;
  readonly interfaces: ReadonlyMap<string, InterfaceTypeDefinitionNode>;
  readonly enums: ReadonlyMap<string, EnumTypeDefinitionNode>;
  readonly inputs: ReadonlyMap<string, InputObjectTypeDefinitionNode>;
  readonly unions: ReadonlyMap<string, UnionTypeDefinitionNode>;
}

/** Where a name is defined twice, which GraphQL's own rules report, the first definition counts. */
export function mergeExtensions(definitions: readonly DefinitionNode[]): MergedDocument {
  const objects = new Map<string, ObjectTypeDefinitionNode>();
  const interfaces = new Map<string, InterfaceTypeDefinitionNode>();
  const enums = new Map<string, EnumTypeDefinitionNode>();
  const inputs = new Map<string, InputObjectTypeDefinitionNode>();
  const unions = new Map<string, UnionTypeDefinitionNode>();
  for (const node of definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) setFirst(objects, node);
    else if (node.kind === Kind.INTERFACE_TYPE_DEFINITION) setFirst(interfaces, node);
    else if (node.kind === Kind.ENUM_TYPE_DEFINITION) setFirst(enums, node);
    else if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) setFirst(inputs, node);
    else if (node.kind === Kind.UNION_TYPE_DEFINITION) setFirst(unions, node);
  }
  for (const node of definitions) {
    if (node.kind === Kind.OBJECT_TYPE_EXTENSION) {
      extend(objects, node.name.value, (base) => ({
        ...base,
        fields: join(base.fields, node.fields),
        interfaces: join(base.interfaces, node.interfaces),
        directives: join(base.directives, node.directives),
      }));
    } else if (node.kind === Kind.INTERFACE_TYPE_EXTENSION) {
      extend(interfaces, node.name.value, (base) => ({ ...base, fields: join(base.fields, node.fields) }));
    } else if (node.kind === Kind.ENUM_TYPE_EXTENSION) {
      extend(enums, node.name.value, (base) => ({ ...base, values: join(base.values, node.values) }));
    } else if (node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION) {
      extend(inputs, node.name.value, (base) => ({ ...base, fields: join(base.fields, node.fields) }));
    } else if (node.kind === Kind.UNION_TYPE_EXTENSION) {
      extend(unions, node.name.value, (base) => ({ ...base, types: join(base.types, node.types) }));
    }
  }
  return { objects, interfaces, enums, inputs, unions };
}

function setFirst<T extends { readonly name: { readonly value: string } }>(map: Map<string, T>, node: T): void {
  if (!map.has(node.name.value)) map.set(node.name.value, node);
}

function extend<T>(map: Map<string, T>, name: string, merge: (base: T) => T): void {
  const base = map.get(name);
  if (base !== undefined) map.set(name, merge(base));
}

function join<T>(base: readonly T[] | undefined, added: readonly T[] | undefined): readonly T[] {
  return [...(base ?? []), ...(added ?? [])];
}
