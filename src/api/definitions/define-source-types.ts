import type { Argument, ComputedField, CustomOperation, Field, Handler, ObjectField } from '../../ir/data-model.ts';
import { nativeModes } from '../auth-modes/native-modes.ts';
import { argumentValues, httpArguments } from '../inputs/http-arguments.ts';
import type { OperationDescriptor } from '../operation-descriptor.ts';
import { type Definitions, define, field, object, rootType } from './definitions.ts';
import type { FieldDefinition, ValueDefinition } from './type-definition.ts';

/** Defines the types the author wrote: enums, inputs, custom types, interfaces and unions. */
export function defineSourceTypes(definitions: Definitions): void {
  const { source } = definitions;
  for (const { name, values } of source.enums) define(definitions, { kind: 'enum', name, values });
  for (const { name, fields } of source.inputs) {
    define(definitions, { kind: 'input', name, fields: argumentValues(fields) });
  }
  for (const { name, fields } of source.interfaces) {
    define(definitions, {
      kind: 'interface',
      name,
      fields: new Map(fields.map((each) => [each.name, objectField(definitions, name, each)])),
    });
  }
  for (const { name, types } of source.unions) define(definitions, { kind: 'union', name, types });
  for (const type of source.objects) {
    const fields = type.fields.map((each): [string, FieldDefinition] => [
      each.name,
      objectField(definitions, type.name, each),
    ]);
    define(definitions, { ...object(type.name, fields, type.interfaces), modes: nativeModes(type.nativeAuth) });
  }
}

/** Defines the author's fields of Query, Mutation and Subscription. */
export function defineCustomOperations(definitions: Definitions): void {
  for (const operation of definitions.source.operations) {
    rootType(definitions, operation.parent).fields.set(operation.name, customOperation(definitions, operation));
  }
  const { rootAuth = {} } = definitions.source;
  for (const name of ['Query', 'Mutation', 'Subscription'] as const) {
    if (rootAuth[name] !== undefined) rootType(definitions, name).modes = nativeModes(rootAuth[name]);
  }
}

/** A field of a model that has a handler. */
export function computedField(definitions: Definitions, typeName: string, source: ComputedField): FieldDefinition {
  return field(source.type, {
    arguments: handledArguments(definitions, typeName, source.name, source.arguments, source.handlers),
    operation: { kind: 'computed', typeName, field: source },
    modes: nativeModes(source.nativeAuth),
    deprecated: source.deprecated,
  });
}

/** A stored field of a model, with the arguments its author gave it. */
export function storedField(definitions: Definitions, typeName: string, source: Field): FieldDefinition {
  if (source.arguments === undefined && source.nativeAuth === undefined && source.deprecated === undefined) {
    return field(source.type);
  }
  return field(source.type, {
    arguments: handledArguments(definitions, typeName, source.name, source.arguments ?? [], []),
    modes: nativeModes(source.nativeAuth),
    deprecated: source.deprecated,
  });
}

function customOperation(definitions: Definitions, operation: CustomOperation): FieldDefinition {
  return field(operation.type, {
    arguments: handledArguments(definitions, operation.parent, operation.name, operation.arguments, operation.handlers),
    operation: { kind: 'custom', operation },
    modes: nativeModes(operation.nativeAuth),
    deprecated: operation.deprecated,
    mutations: operation.mutations,
  });
}

function objectField(definitions: Definitions, typeName: string, source: ObjectField): FieldDefinition {
  const operation: OperationDescriptor | null =
    source.handlers.length > 0 || source.rules !== null ? { kind: 'computed', typeName, field: source } : null;
  return field(source.type, {
    arguments: handledArguments(definitions, typeName, source.name, source.arguments, source.handlers),
    operation,
    modes: nativeModes(source.nativeAuth),
    deprecated: source.deprecated,
  });
}

function handledArguments(
  definitions: Definitions,
  typeName: string,
  fieldName: string,
  written: readonly Argument[],
  handlers: readonly Handler[],
): Map<string, ValueDefinition> {
  const http = handlers.find((handler) => handler.kind === 'HttpHandler');
  return http === undefined ? argumentValues(written) : httpArguments(definitions, typeName, fieldName, written, http);
}
