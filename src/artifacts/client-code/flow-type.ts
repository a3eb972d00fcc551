import {
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';

type Type = GraphQLInputType | GraphQLOutputType;

const scalars: Readonly<Record<string, string>> = {
  Boolean: 'boolean',
  Float: 'number',
  Int: 'number',
  AWSTimestamp: 'number',
  ID: 'string',
  String: 'string',
};

/** Name in Flow of a scalar, enum or input; a scalar of AppSync is `any`. */
export function flowLeaf(type: Type): string {
  const named = getNamedType(type);
  return isScalarType(named) ? (scalars[named.name] ?? 'any') : named.name;
}

/** A type in Flow, `?` before what may be null. `leaf` stands for its name, or the text of an object type. */
export function flowType(type: Type, leaf: string): string {
  if (!isNonNullType(type)) return `?${flowBare(type, leaf)}`;
  return flowBare(type.ofType as Type, leaf);
}

function flowBare(type: Type, leaf: string): string {
  return isListType(type) ? `Array< ${flowType(type.ofType as Type, leaf)} >` : leaf;
}

/** The same where `leaf` is an exact object type, spaced as the official generator does. */
export function flowObjectType(type: Type, leaf: string): string {
  const isNullable = !isNonNullType(type);
  const bare = (isNullable ? type : type.ofType) as Type;
  if (!isListType(bare)) return `${isNullable ? '? ' : ''}${leaf}`;
  const element = flowObjectType(bare.ofType as Type, leaf);
  return `${isNullable ? '?' : ''} Array<${element.startsWith('?') ? '' : ' '}${element} >`;
}
