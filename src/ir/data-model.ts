import type { AuthRule } from './auth-rule.ts';
import type { TypeRef } from './type-ref.ts';

/**
 * A compiled data model: frozen, JSON-safe, canonical. Everything after the compiler reads only this.
 *
 * Names are final: operations carry the names clients call, foreign keys and timestamps are ordinary fields.
 * Definitions keep the order of the source; what the compiler adds follows.
 */
export interface DataModel {
  readonly kind: 'DataModel';
  readonly settings: ApiSettings;
  readonly models: readonly Model[];
  /** Object types without a table: custom types. */
  readonly objects: readonly ObjectType[];
  readonly interfaces: readonly InterfaceType[];
  readonly unions: readonly UnionType[];
  readonly enums: readonly EnumType[];
  /** Input types the author wrote (or the builder hoisted); generated inputs are the concern of `api/`. */
  readonly inputs: readonly InputType[];
  /** Author-written fields of Query, Mutation and Subscription. */
  readonly operations: readonly CustomOperation[];
  /** Modes given by `@aws_*` directives on root types; absent where none has any. */
  readonly rootAuth?: Readonly<Partial<Record<CustomOperation['parent'], readonly NativeAuth[]>>>;
}

/** The authorization modes of AppSync. */
export type AuthMode = 'API_KEY' | 'AMAZON_COGNITO_USER_POOLS' | 'OPENID_CONNECT' | 'AWS_IAM' | 'AWS_LAMBDA';

export interface ApiSettings {
  readonly defaultAuthMode: AuthMode;
  /** Every mode the API accepts, the default one included. */
  readonly authModes: readonly AuthMode[];
  /** Any IAM principal outside an identity pool passes every rule (Gen 2 always; policy is its only gate). */
  readonly genericIamAccess: boolean;
  /** API keys may do everything on models that have no rules of their own. */
  readonly sandboxMode: boolean;
  /** `allow.resource(fn).to([...])` grants. */
  readonly functionAccess: readonly FunctionAccess[];
}

export interface FunctionAccess {
  readonly function: string;
  readonly actions: readonly ('query' | 'mutate' | 'listen')[];
}

export interface Model {
  readonly kind: 'Model';
  readonly name: string;
  /** English plural, as used in `list<Plural>`. */
  readonly plural: string;
  /** Name of the table: the model's, or that of `@mapsTo`. */
  readonly table: string;
  /** Interfaces it implements. */
  readonly interfaces: readonly string[];
  /** Stored fields: declared, key, foreign key, owner and timestamp fields. */
  readonly fields: readonly Field[];
  /** Fields with a handler of their own (`@function`, `@http` on a model's field); never stored. */
  readonly computedFields: readonly ComputedField[];
  readonly relations: readonly Relation[];
  readonly primaryKey: PrimaryKey;
  readonly indexes: readonly Index[];
  readonly timestamps: { readonly createdAt: string | null; readonly updatedAt: string | null };
  readonly operations: ModelOperations;
  readonly subscriptionLevel: 'on' | 'public' | 'off';
  /** `null`: the model has no rules, which denies everyone but sandbox API keys and generic IAM. */
  readonly rules: readonly AuthRule[] | null;
  /** Modes given by `@aws_*` directives on the type; absent where it has none. */
  readonly nativeAuth?: readonly NativeAuth[];
}

/** Final root field names; `null` or an empty list where the operation does not exist. */
export interface ModelOperations {
  readonly get: string | null;
  readonly list: string | null;
  readonly search: string | null;
  readonly create: string | null;
  readonly update: string | null;
  readonly delete: string | null;
  readonly onCreate: readonly string[];
  readonly onUpdate: readonly string[];
  readonly onDelete: readonly string[];
}

/**
 * Where a field comes from. All but `declared` are added by the compiler; of these, `timestamp` and `owner` fields are
 * absent from create and update inputs. A field that only a group rule names is not added: it reads as absent.
 */
export type FieldOrigin = 'declared' | 'id' | 'foreignKey' | 'timestamp' | 'owner';

export interface Field {
  readonly kind: 'Field';
  readonly name: string;
  readonly type: TypeRef;
  /** Name of the attribute in DynamoDB where it is not the field's: that of a key from before a `@mapsTo`. */
  readonly attribute?: string;
  readonly origin: FieldOrigin;
  /** Arguments the author gave the field; a stored field pays no heed to them. Absent where it has none. */
  readonly arguments?: readonly Argument[];
  /** `@default`, already of the field's type (AWSJSON and every string-like scalar as text). */
  readonly default: string | number | boolean | null;
  readonly validations: readonly Validation[];
  /** Rules of the field's own, which replace the model's; `null` where it has none. */
  readonly rules: readonly AuthRule[] | null;
  /** Modes given by `@aws_*` directives on the field; absent where it has none. */
  readonly nativeAuth?: readonly NativeAuth[];
  /** Reason of `@deprecated`; absent without that directive. */
  readonly deprecated?: string;
}

export type ValidationType =
  | 'gt'
  | 'lt'
  | 'gte'
  | 'lte'
  | 'minLength'
  | 'maxLength'
  | 'startsWith'
  | 'endsWith'
  | 'matches';

export interface Validation {
  readonly type: ValidationType;
  readonly value: string;
  readonly errorMessage: string | null;
}

export interface PrimaryKey {
  /** Hash field first, then the sort fields in order. */
  readonly fields: readonly [string, ...string[]];
  /** Whether the author wrote the key (`@primaryKey`, `.identifier`): then list takes key arguments. */
  readonly custom: boolean;
}

export interface Index {
  readonly kind: 'Index';
  readonly name: string;
  /** Hash field first, then the sort fields in order. */
  readonly fields: readonly [string, ...string[]];
  /** Root query, or `null` where the index has none. */
  readonly queryField: string | null;
  readonly projection: { readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; readonly fields: readonly string[] };
  /** `relation`: added for a relation, `declared`: `@index`. */
  readonly origin: 'declared' | 'relation';
}

export type RelationKind = 'hasMany' | 'hasOne' | 'belongsTo';

/** A field that leads to another model. `@manyToMany` is a `hasMany` to the join model. */
export interface Relation {
  readonly kind: 'Relation';
  readonly name: string;
  readonly relation: RelationKind;
  /** Name of the related model. */
  readonly model: string;
  /** Whether the field, or the element of a list, is non-null in the source. */
  readonly required: boolean;
  readonly style: 'fields' | 'references';
  /**
   * The key of the related model that is looked up: its primary key (`null`) or one of its indexes, and the fields of
   * this model that give the values of that key's fields, in order. A hasMany may give fewer than the key has; the
   * rest is the sort-key argument. A belongsTo opposite a list that gives a part of the key has none, and is always null.
   */
  readonly lookup: { readonly index: string | null; readonly from: readonly string[] };
  /** Foreign key fields, on the model that holds them (this one or the related one). */
  readonly foreignKey: { readonly on: 'this' | 'related'; readonly fields: readonly string[] };
  /** Default page size of a hasMany; 100 unless the directive says otherwise. */
  readonly limit: number;
  /** The relation name of a `@manyToMany`. */
  readonly manyToMany: string | null;
  readonly rules: readonly AuthRule[] | null;
  /** Modes given by `@aws_*` directives on the field; absent where it has none. */
  readonly nativeAuth?: readonly NativeAuth[];
  /** Reason of `@deprecated`; absent without that directive. */
  readonly deprecated?: string;
}

export interface ComputedField {
  readonly kind: 'ComputedField';
  readonly name: string;
  readonly type: TypeRef;
  readonly arguments: readonly Argument[];
  readonly handlers: readonly Handler[];
  readonly rules: readonly AuthRule[] | null;
  /** Modes given by `@aws_*` directives on the field; absent where it has none. */
  readonly nativeAuth?: readonly NativeAuth[];
  /** Reason of `@deprecated`; absent without that directive. */
  readonly deprecated?: string;
}

export interface ObjectType {
  readonly kind: 'ObjectType';
  readonly name: string;
  readonly interfaces: readonly string[];
  readonly fields: readonly ObjectField[];
  /** Modes given by `@aws_*` directives on the type; `null` where it has none. */
  readonly nativeAuth: readonly NativeAuth[] | null;
}

export interface ObjectField {
  readonly kind: 'ObjectField';
  readonly name: string;
  readonly type: TypeRef;
  readonly arguments: readonly Argument[];
  readonly handlers: readonly Handler[];
  readonly rules: readonly AuthRule[] | null;
  readonly nativeAuth: readonly NativeAuth[] | null;
  /** Reason of `@deprecated`; absent without that directive. */
  readonly deprecated?: string;
}

export interface InterfaceType {
  readonly kind: 'InterfaceType';
  readonly name: string;
  readonly fields: readonly ObjectField[];
}

export interface UnionType {
  readonly kind: 'UnionType';
  readonly name: string;
  readonly types: readonly string[];
}

export interface EnumType {
  readonly kind: 'EnumType';
  readonly name: string;
  readonly values: readonly string[];
}

export interface InputType {
  readonly kind: 'InputType';
  readonly name: string;
  readonly fields: readonly Argument[];
}

export interface Argument {
  readonly kind: 'Argument';
  readonly name: string;
  readonly type: TypeRef;
  /** GraphQL literal of the default value, as text; `null` where there is none. */
  readonly default: string | null;
}

export interface CustomOperation {
  readonly kind: 'CustomOperation';
  readonly parent: 'Query' | 'Mutation' | 'Subscription';
  readonly name: string;
  readonly type: TypeRef;
  readonly arguments: readonly Argument[];
  /** Run in order; the last result is the field's value. Empty for a subscription without a handler. */
  readonly handlers: readonly Handler[];
  readonly rules: readonly AuthRule[] | null;
  readonly nativeAuth: readonly NativeAuth[] | null;
  /** `@aws_subscribe(mutations: [...])`: the mutations that feed a subscription. */
  readonly mutations: readonly string[];
  /** Reason of `@deprecated`; absent without that directive. */
  readonly deprecated?: string;
}

export interface NativeAuth {
  readonly mode: AuthMode;
  /** `cognito_groups` of `@aws_cognito_user_pools`; `null` admits every user. */
  readonly groups: readonly string[] | null;
  /** Set where the directive was `@aws_auth`, which means the same and is written out as it was. */
  readonly directive?: 'aws_auth';
}

export type Handler = FunctionHandler | ResolverHandler | HttpHandler;

export interface FunctionHandler {
  readonly kind: 'FunctionHandler';
  /** Name as written, `${env}` included. */
  readonly name: string;
  readonly region: string | null;
  readonly async: boolean;
}

/** An AppSync JavaScript resolver: `a.handler.custom`. */
export interface ResolverHandler {
  readonly kind: 'ResolverHandler';
  readonly dataSource: string;
  readonly entry: string;
}

export interface HttpHandler {
  readonly kind: 'HttpHandler';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  /** Arguments that must stand in the query or the body of a request that has one. */
  readonly required: readonly string[];
}
