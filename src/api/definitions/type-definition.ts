import type { AuthMode } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import type { OperationDescriptor } from '../operation-descriptor.ts';

/**
 * The generated schema while it is put together: types by name, with references by name, so that parts can be added in
 * any order. `toGraphQLSchema` turns the whole into graphql-js types.
 */
export type TypeDefinition =
  | ObjectDefinition
  | InterfaceDefinition
  | UnionDefinition
  | EnumDefinition
  | InputDefinition;

/** Modes named by `@aws_*` directives, each with its `cognito_groups` or `null`; `aws_auth` is the directive itself. */
export type AppliedModes = ReadonlyMap<AuthMode | 'aws_auth', readonly string[] | null>;

export interface ObjectDefinition {
  readonly kind: 'object';
  readonly name: string;
  readonly interfaces: readonly string[];
  readonly fields: Map<string, FieldDefinition>;
  modes: AppliedModes;
}

export interface FieldDefinition {
  readonly type: TypeRef;
  readonly arguments: ReadonlyMap<string, ValueDefinition>;
  readonly operation: OperationDescriptor | null;
  readonly modes: AppliedModes;
  /** Reason of `@deprecated`; absent without that directive. */
  readonly deprecated?: string | undefined;
  /** `@aws_subscribe(mutations:)`; empty without that directive. */
  readonly mutations: readonly string[];
}

export interface InterfaceDefinition {
  readonly kind: 'interface';
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldDefinition>;
}

export interface UnionDefinition {
  readonly kind: 'union';
  readonly name: string;
  readonly types: readonly string[];
}

export interface EnumDefinition {
  readonly kind: 'enum';
  readonly name: string;
  readonly values: readonly string[];
}

export interface InputDefinition {
  readonly kind: 'input';
  readonly name: string;
  readonly fields: ReadonlyMap<string, ValueDefinition>;
}

/** An argument or a field of an input. */
export interface ValueDefinition {
  readonly type: TypeRef;
  /** GraphQL literal as text. */
  readonly default: string | null;
}
