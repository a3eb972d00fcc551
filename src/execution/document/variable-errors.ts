import {
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { requestErrorEntry } from '../errors/error-entries.ts';
import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';

/**
 * Why variables could not be coerced, in AppSync's words: one entry for each unknown member, otherwise the first fault.
 * A fault inside an object is told under the name of the member, not of the variable. `reference/runtime.md` section 1.4.
 */
export function variableErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): readonly GraphQLErrorEntry[] {
  const unknown: GraphQLErrorEntry[] = [];

  /** The first fault of a value, as a sentence. */
  function faultOf(value: unknown, type: GraphQLInputType, name: string): string | null {
    if (isNonNullType(type)) {
      if (value === null || value === undefined) return nullFault(name, type);
      return faultOf(value, type.ofType, name);
    }
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      for (const element of Array.isArray(value) ? value : [value]) {
        const fault = faultOf(element, type.ofType, name);
        if (fault !== null) return fault;
      }
      return null;
    }
    if (isInputObjectType(type)) {
      if (typeof value !== 'object' || Array.isArray(value)) {
        return invalidFault(name, `Expected type 'Map' but was '${javaType(value)}'.`);
      }
      const fields = type.getFields();
      for (const key of Object.keys(value)) {
        if (fields[key] === undefined) unknown.push(requestErrorEntry(unknownFault(key, type.name), null));
      }
      for (const field of Object.values(fields)) {
        const member: unknown = Object.hasOwn(value, field.name) ? Reflect.get(value, field.name) : undefined;
        if (member === undefined && field.default !== undefined) continue;
        const fault = faultOf(member, field.type, field.name);
        if (fault !== null) return fault;
      }
      return null;
    }
    try {
      type.coerceInputValue(value);
      return null;
    } catch (error) {
      if (isEnumType(type))
        return invalidFault(name, `Invalid input for Enum '${type.name}'. No value found for name '${value}'.`);
      return invalidFault(name, error instanceof GraphQLError ? error.message : 'The value is not valid.');
    }
  }

  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined && definition.defaultValue) continue;
    const fault = faultOf(value, type, name);
    if (unknown.length > 0) return unknown;
    if (fault !== null) return [requestErrorEntry(fault, positionOf(definition.loc?.startToken))];
  }
  return [requestErrorEntry('The variables are not valid.', null)];
}

function nullFault(name: string, type: GraphQLInputType): string {
  return `Variable '${name}' has coerced Null value for NonNull type '${type}'`;
}

function invalidFault(name: string, reason: string): string {
  return `Variable '${name}' has an invalid value. ${reason}`;
}

function unknownFault(key: string, type: string): string {
  return `The variables input contains a field name '${key}' that is not defined for input object type '${type}'`;
}

function javaType(value: unknown): string {
  if (Array.isArray(value)) return 'List';
  return typeof value === 'number'
    ? Number.isInteger(value)
      ? 'Integer'
      : 'Double'
    : typeof value === 'string'
      ? 'String'
      : 'Boolean';
}

function positionOf(token: { line: number; column: number } | undefined) {
  return token === undefined ? null : [{ line: token.line, column: token.column }];
}
