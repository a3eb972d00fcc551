import type { ValidationType } from '../ir/data-model.ts';
import type { CallSite } from './call-site.ts';

/**
 * What the builder's values hold in `data`: the plain definition that the chain of calls has written so far. Lowering
 * reads these and nothing else.
 */
export type Definition =
  | ModelDefinition
  | CustomTypeDefinition
  | EnumDefinition
  | OperationDefinition
  | ConversationDefinition;

/** A value of the builder. */
export interface Defined<D> {
  readonly data: D;
}

export type FieldDefinition =
  | ScalarDefinition
  | RefDefinition
  | EnumDefinition
  | CustomTypeDefinition
  | RelationDefinition;

export interface ScalarDefinition {
  readonly kind: 'scalar';
  /** GraphQL name of the scalar: `String`, `AWSDate`, …. */
  readonly type: string;
  /** Of the element, where the field is a list. */
  required: boolean;
  array: boolean;
  arrayRequired: boolean;
  default: DefaultValue | null;
  validations: readonly ValidationDefinition[];
  rules: readonly RuleDefinition[];
  readonly site: CallSite;
}

/** `generated` is `.default()` without a value: the database makes it, which only PostgreSQL does. */
export type DefaultValue = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'generated' };

export interface ValidationDefinition {
  readonly type: ValidationType;
  readonly value: string;
  readonly errorMessage: string | null;
}

export interface RefDefinition {
  readonly kind: 'ref';
  readonly link: string;
  required: boolean;
  array: boolean;
  arrayRequired: boolean;
  /** Of `.mutations([...])`, for a subscription's source. */
  mutations: readonly ModelMutation[];
  rules: readonly RuleDefinition[];
  readonly site: CallSite;
}

export type ModelMutation = 'create' | 'update' | 'delete';

export interface EnumDefinition {
  readonly kind: 'enum';
  readonly values: readonly string[];
  readonly site: CallSite;
}

export interface CustomTypeDefinition {
  readonly kind: 'customType';
  readonly fields: Readonly<Record<string, Defined<FieldDefinition>>>;
  readonly site: CallSite;
}

export interface RelationDefinition {
  readonly kind: 'relation';
  readonly relation: 'hasMany' | 'hasOne' | 'belongsTo';
  readonly model: string;
  readonly references: readonly string[];
  /** `.required()` of a hasOne, `.valueRequired()` of a hasMany. */
  required: boolean;
  rules: readonly RuleDefinition[];
  readonly site: CallSite;
}

export interface ModelDefinition {
  readonly kind: 'model';
  readonly fields: Readonly<Record<string, Defined<FieldDefinition>>>;
  identifier: readonly string[];
  indexes: readonly IndexDefinition[];
  disabled: readonly string[];
  rules: readonly RuleDefinition[];
  readonly site: CallSite;
}

export interface IndexDefinition {
  readonly partitionKey: string;
  readonly sortKeys: readonly string[];
  readonly name: string | null;
  /** `undefined`: the default name; `null`: no query. */
  readonly queryField: string | null | undefined;
  readonly projection: { readonly type: ProjectionType; readonly fields: readonly string[] } | null;
}

export type ProjectionType = 'ALL' | 'KEYS_ONLY' | 'INCLUDE';

export interface OperationDefinition {
  readonly kind: 'operation';
  readonly operation: 'query' | 'mutation' | 'subscription' | 'generation';
  arguments: Readonly<Record<string, Defined<FieldDefinition>>>;
  returns: Defined<FieldDefinition> | null;
  rules: readonly RuleDefinition[];
  handlers: readonly HandlerDefinition[];
  /** Of `.for()`; `null` where it was never called. */
  sources: readonly Defined<RefDefinition>[] | null;
  /** What `a.generation` was called with. */
  readonly generation: GenerationInput | null;
  readonly site: CallSite;
}

export type HandlerDefinition =
  | { readonly kind: 'function'; readonly handler: unknown; async: boolean; readonly site: CallSite }
  | {
      readonly kind: 'custom';
      readonly dataSource: string | Defined<RefDefinition> | undefined;
      readonly entry: string;
      readonly site: CallSite;
    }
  | { readonly kind: 'sql'; readonly statement: string; readonly site: CallSite }
  | { readonly kind: 'sqlReference'; readonly path: string; readonly site: CallSite };

export interface AiModel {
  readonly resourcePath: string;
}

export interface InferenceConfiguration {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
}

export interface GenerationInput {
  readonly aiModel: AiModel;
  readonly systemPrompt: string;
  readonly inferenceConfiguration?: InferenceConfiguration;
}

export interface ConversationDefinition {
  readonly kind: 'conversation';
  readonly input: GenerationInput & { readonly tools?: readonly unknown[]; readonly handler?: unknown };
  rules: readonly RuleDefinition[];
  readonly site: CallSite;
}

/** What `a.ai.dataTool` was called with; either `model` or `query` is a reference. */
export interface ToolDefinition {
  readonly name: string;
  readonly model?: unknown;
  readonly query?: unknown;
}

/** One rule of an `authorization` callback. */
export type RuleDefinition = AuthRuleDefinition | ResourceRuleDefinition;

export interface AuthRuleDefinition {
  readonly kind: 'rule';
  readonly allow: 'public' | 'private' | 'owner' | 'groups' | 'custom';
  readonly provider: string | null;
  operations: readonly string[] | null;
  /** The owner or groups field that the rule names, and whether it implies a list. */
  readonly field: { readonly name: string; readonly list: boolean } | null;
  readonly groups: readonly string[] | null;
  identityClaim: string | null;
  groupClaim: string | null;
}

export interface ResourceRuleDefinition {
  readonly kind: 'resource';
  readonly function: unknown;
  actions: readonly FunctionAction[];
}

export type FunctionAction = 'query' | 'mutate' | 'listen';

export interface SchemaDefinition {
  readonly types: Readonly<Record<string, Defined<Definition>>>;
  readonly rules: readonly RuleDefinition[];
  readonly configuration: { readonly database: { readonly engine: 'dynamodb' } };
  /** The schemas of an `a.combine`, whose names this one may use; itself where it stands alone. */
  context?: readonly SchemaDefinition[];
}
