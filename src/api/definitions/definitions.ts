import type { DataModel, Model } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import type {
  FieldDefinition,
  InputDefinition,
  ObjectDefinition,
  TypeDefinition,
  ValueDefinition,
} from './type-definition.ts';

/** Root types of a schema. */
export type RootName = 'Query' | 'Mutation' | 'Subscription';

/** No arguments, no modes: most fields have neither, so they share one map. */
const none: ReadonlyMap<never, never> = new Map<never, never>();

/** The types defined so far, and the data model by name. */
export interface Definitions {
  readonly source: DataModel;
  readonly models: ReadonlyMap<string, Model>;
  readonly enums: ReadonlySet<string>;
  readonly types: Map<string, TypeDefinition>;
}

export function startDefinitions(source: DataModel): Definitions {
  return {
    source,
    models: new Map(source.models.map((model) => [model.name, model])),
    enums: new Set(source.enums.map((type) => type.name)),
    types: new Map(),
  };
}

/** Adds a type unless one of that name stands already. */
export function define(definitions: Definitions, type: TypeDefinition): void {
  if (!definitions.types.has(type.name)) definitions.types.set(type.name, type);
}

export function defineInput(
  definitions: Definitions,
  name: string,
  fields: Iterable<readonly [string, TypeRef]>,
): void {
  if (!definitions.types.has(name)) definitions.types.set(name, input(name, fields));
}

export function object(
  name: string,
  fields: Iterable<readonly [string, FieldDefinition]> = [],
  interfaces: readonly string[] = [],
): ObjectDefinition {
  return { kind: 'object', name, interfaces, fields: new Map(fields), modes: none };
}

export function input(name: string, fields: Iterable<readonly [string, TypeRef]>): InputDefinition {
  return { kind: 'input', name, fields: values(fields) };
}

export function values(types: Iterable<readonly [string, TypeRef]>): Map<string, ValueDefinition> {
  const result = new Map<string, ValueDefinition>();
  for (const [name, type] of types) result.set(name, { type, default: null });
  return result;
}

export function field(type: TypeRef, more: Partial<Omit<FieldDefinition, 'type'>> = {}): FieldDefinition {
  return { type, arguments: none, operation: null, modes: none, mutations: [], ...more };
}

/** A root type, defined with its first field. */
export function rootType(definitions: Definitions, name: RootName): ObjectDefinition {
  const existing = definitions.types.get(name);
  if (existing?.kind === 'object') return existing;
  const created = object(name);
  definitions.types.set(name, created);
  return created;
}
