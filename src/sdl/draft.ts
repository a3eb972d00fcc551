import type {
  EnumTypeDefinitionNode,
  FieldDefinitionNode,
  InputObjectTypeDefinitionNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
  UnionTypeDefinitionNode,
} from 'graphql';
import type { AuthRule } from '../ir/auth-rule.ts';
import type {
  ApiSettings,
  Field,
  Handler,
  Index,
  ModelOperations,
  NativeAuth,
  PrimaryKey,
  Relation,
  Validation,
} from '../ir/data-model.ts';
import type { TypeRef } from '../ir/type-ref.ts';

/**
 * The data model while directives fill it in. Directives run one after the other over the whole schema, so each finds
 * what those before it in the list have added.
 */
export interface SchemaDraft {
  readonly types: Map<string, TypeDraft>;
  readonly enums: ReadonlyMap<string, EnumTypeDefinitionNode>;
  readonly inputs: ReadonlyMap<string, InputObjectTypeDefinitionNode>;
  readonly unions: ReadonlyMap<string, UnionTypeDefinitionNode>;
  settings: ApiSettings;
}

export type RootName = 'Query' | 'Mutation' | 'Subscription';

/** An object or interface type. */
export interface TypeDraft {
  readonly name: string;
  readonly node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;
  readonly root: RootName | null;
  readonly fields: Map<string, FieldDraft>;
  model: ModelDraft | null;
  nativeAuth: NativeAuth[] | null;
}

export interface FieldDraft {
  readonly name: string;
  readonly parent: TypeDraft;
  /** The node in the source; for a field of a generated type, the node that caused it. */
  readonly node: FieldDefinitionNode;
  readonly type: TypeRef;
  relation: Relation | null;
  default: Field['default'];
  readonly validations: Validation[];
  rules: AuthRule[] | null;
  readonly handlers: Handler[];
  nativeAuth: NativeAuth[] | null;
  /** `@aws_subscribe` */
  readonly mutations: string[];
}

export interface ModelDraft {
  plural: string;
  table: string;
  primaryKey: PrimaryKey;
  /** Whether the key is right, so that others may be checked against it. */
  keyIsSound: boolean;
  readonly indexes: Index[];
  /** Fields the compiler adds besides those of the source: ids, foreign keys, owners, timestamps. */
  readonly addedFields: Map<string, Field>;
  operations: ModelOperations;
  timestamps: { readonly createdAt: string | null; readonly updatedAt: string | null };
  subscriptionLevel: 'on' | 'public' | 'off';
  rules: AuthRule[] | null;
  /** Whether every rule of the model and its fields could be read. */
  rulesAreSound: boolean;
  /** The two models that a `@manyToMany` join model connects; `null` for a model of the source. */
  readonly joins: readonly [TypeDraft, TypeDraft] | null;
}
