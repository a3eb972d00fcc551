import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';

const numbers = new Set(['Int', 'Float', 'AWSTimestamp']);

/**
 * A property of a TypeScript object type, without the comma: optional and `| null` where the GraphQL type may be null.
 * `object` stands for the text of an object type; `null` takes the name of the scalar, enum or input.
 */
export function typeScriptType(
  name: string,
  type: GraphQLInputType | GraphQLOutputType,
  object: string | null,
): string {
  const text = printType(type, object ?? typeScriptLeaf(getNamedType(type)), object !== null);
  // Object types in lists and inline ones stand two blanks off, as the official generator writes them.
  const gap = object !== null && (hasList(type) || object.startsWith('{') || object.startsWith('(')) ? '  ' : ' ';
  return `${name}${isNonNullType(type) ? '' : '?'}:${gap}${text}`;
}

function printType(type: GraphQLInputType | GraphQLOutputType, leaf: string, isObject: boolean): string {
  if (isNonNullType(type)) return printBare(type.ofType as GraphQLOutputType, leaf, isObject);
  return `${printBare(type, leaf, isObject)} | null`;
}

function printBare(type: GraphQLInputType | GraphQLOutputType, leaf: string, isObject: boolean): string {
  if (!isListType(type)) return leaf;
  const element = printType(type.ofType as GraphQLOutputType, leaf, isObject);
  return isObject && !leaf.startsWith('{') ? `Array<${element} >` : `Array< ${element} >`;
}

function hasList(type: GraphQLInputType | GraphQLOutputType): boolean {
  if (isNonNullType(type)) return hasList(type.ofType as GraphQLOutputType);
  return isListType(type);
}

/** Name in TypeScript of a scalar, enum or other type. */
export function typeScriptLeaf(type: GraphQLNamedType): string {
  if (!isScalarType(type)) return type.name;
  if (type.name === 'Boolean') return 'boolean';
  return numbers.has(type.name) ? 'number' : 'string';
}
