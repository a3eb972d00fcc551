import {
  type ConstValueNode,
  GraphQLEnumType,
  type GraphQLFieldConfig,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLInterfaceType,
  GraphQLList,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLNullableType,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSchema,
  type GraphQLType,
  GraphQLUnionType,
  parseConstValue,
} from 'graphql';
import type { TypeRef } from '../../ir/type-ref.ts';
import { scalarTypes } from '../scalars/scalar-types.ts';
import type { FieldDefinition, TypeDefinition, ValueDefinition } from './type-definition.ts';

/** graphql-js types for definitions; applied directives and operations stand in `extensions`. */
export function toGraphQLSchema(definitions: ReadonlyMap<string, TypeDefinition>): GraphQLSchema {
  const types = new Map<string, GraphQLNamedType>(scalarTypes);
  // A schema has few distinct wrappers and many uses of each.
  const listOf = cached((type: GraphQLType) => new GraphQLList(type));
  const nonNull = cached((type: GraphQLNullableType) => new GraphQLNonNull(type));
  for (const definition of definitions.values()) types.set(definition.name, namedType(definition));

  const root = (name: string) => {
    const type = types.get(name);
    return type instanceof GraphQLObjectType ? type : null;
  };
  return new GraphQLSchema({
    query: root('Query'),
    // GraphQL asks for a query; mutations and subscriptions are served without one all the same.
    ...(root('Query') === null && { assumeValid: true }),
    mutation: root('Mutation'),
    subscription: root('Subscription'),
    types: [...types.values()].filter((type) => definitions.has(type.name)),
  });

  function namedType(definition: TypeDefinition): GraphQLNamedType {
    const { name } = definition;
    switch (definition.kind) {
      case 'object':
        return new GraphQLObjectType({
          name,
          interfaces: () => definition.interfaces.map((each) => resolve(each) as GraphQLInterfaceType),
          fields: () => mapValues(definition.fields, fieldConfig),
          extensions: { appliedModes: definition.modes },
        });
      case 'interface':
        return new GraphQLInterfaceType({
          name,
          fields: () => mapValues(definition.fields, fieldConfig),
          resolveType: typeNameOf,
        });
      case 'union':
        return new GraphQLUnionType({
          name,
          types: () => definition.types.map((each) => resolve(each) as GraphQLObjectType),
          resolveType: typeNameOf,
        });
      case 'enum':
        return new GraphQLEnumType({
          name,
          values: Object.fromEntries(definition.values.map((value) => [value, {}])),
        });
      case 'input':
        return new GraphQLInputObjectType({ name, fields: () => mapValues(definition.fields, valueConfig) });
    }
  }

  function fieldConfig(field: FieldDefinition): GraphQLFieldConfig<unknown, unknown> {
    return {
      type: typeOf(field.type) as GraphQLOutputType,
      ...(field.arguments.size > 0 && { args: mapValues(field.arguments, valueConfig) }),
      ...(field.deprecated !== undefined && { deprecationReason: field.deprecated }),
      ...(!isPlain(field) && {
        extensions: {
          ...(field.operation !== null && { preamp: field.operation }),
          appliedModes: field.modes,
          subscribedMutations: field.mutations,
        },
      }),
    };
  }

  function valueConfig(value: ValueDefinition): GraphQLInputFieldConfig {
    const type = typeOf(value.type) as GraphQLInputType;
    if (value.default === null) return { type };
    const literal: ConstValueNode = parseConstValue(value.default, { noLocation: true });
    return { type, default: { literal } };
  }

  function typeOf(ref: TypeRef): GraphQLOutputType | GraphQLInputType {
    const type = ref.kind === 'ListType' ? listOf(typeOf(ref.of)) : resolve(ref.name);
    return (ref.nonNull ? nonNull(type as GraphQLNullableType) : type) as GraphQLOutputType | GraphQLInputType;
  }

  function resolve(name: string): GraphQLNamedType {
    const type = types.get(name);
    if (type === undefined) throw new TypeError(`The generated schema refers to '${name}', which it does not define.`);
    return type;
  }
}

/** The concrete type of a value of an interface or union: its `__typename`, as handlers return it. */
function typeNameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return undefined;
  return typeof value.__typename === 'string' ? value.__typename : undefined;
}

function isPlain({ operation, modes, mutations }: FieldDefinition): boolean {
  return operation === null && modes.size === 0 && mutations.length === 0;
}

function cached<Key, Value>(create: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? create(key);
    known.set(key, value);
    return value;
  };
}

function mapValues<From, To>(map: ReadonlyMap<string, From>, convert: (value: From) => To): Record<string, To> {
  const result: Record<string, To> = {};
  for (const [name, value] of map) result[name] = convert(value);
  return result;
}
