import type { DocumentNode, GraphQLLeafType, OperationDefinitionNode } from 'graphql';
import type { OperationDescriptor } from '../../api/operation-descriptor.ts';
import type { Attributes } from '../../storage/storage-engine.ts';
import type { SourcePosition } from '../errors/error-entries.ts';
import type { ArgumentReader } from './argument-reader.ts';

/**
 * What one operation of a document does: load steps (the `step` of a field) and shape steps (its `value`), as data.
 * Directives are already applied: a document with `@include`/`@skip` on variables has one plan for each combination.
 */
export interface OperationPlan {
  readonly operation: OperationDefinitionNode;
  readonly roots: readonly FieldPlan[];
  readonly rootType: string;
  /** Number of fields with a step: their `slot` is below it. */
  readonly slots: number;
  /** All object plans; an object's `id` is its position. */
  readonly objects: readonly ObjectPlan[];
}

/** A field of the response. */
export interface FieldPlan {
  readonly responseKey: string;
  readonly name: string;
  readonly parentType: string;
  readonly position: SourcePosition;
  /** Where its value comes from. */
  readonly source: FieldSource;
  /** How its value becomes text. */
  readonly value: ValuePlan;
}

export type FieldSource =
  | { readonly kind: 'typeName' }
  /** A property of the parent. `owner`: only the text after the last `::` is shown. */
  | { readonly kind: 'attribute'; readonly name: string; readonly owner: boolean }
  | { readonly kind: 'step'; readonly step: LoadStep }
  /** Left out of the result of a mutation: null, or a connection without items. */
  | { readonly kind: 'redacted'; readonly isConnection: boolean };

/** A field whose value is loaded, for all its parents at once. */
export interface LoadStep {
  readonly slot: number;
  readonly descriptor:
    | OperationDescriptor
    /** Answered by graphql-js from a document of its own. */
    | { readonly kind: 'introspection'; readonly document: DocumentNode };
  readonly fieldName: string;
  readonly parentType: string;
  readonly arguments: ArgumentReader;
  /** Whether a connection's `nextToken` is selected. */
  readonly wantsToken: boolean;
  /** Name of the argument with the condition on the sort key; `null` where the field has none. */
  readonly sortArgument: string | null;
  /** Paths of the selected fields, as handlers see them: `id`, `author`, `author/name`; aliases in place of names. */
  readonly selectionSetList: readonly string[];
  /** The selection set as text, as handlers see it. */
  readonly selectionSetGraphQL: string;
  /** Attributes of the items it loads that are shown, or that lead to what is loaded below; `undefined`: all of them. */
  readonly reads: Attributes | undefined;
  /** The same with what the rules of a decision look at. */
  readonly readsUnder: WeakMap<object, Attributes>;
  /** What prepared its arguments before, where they are constant. */
  readonly memo: { prepared: unknown };
}

export type ValuePlan = LeafPlan | ListPlan | ObjectPlan | AbstractPlan | IntrospectionPlan;

export interface LeafPlan {
  readonly kind: 'leaf';
  readonly nonNull: boolean;
  readonly type: GraphQLLeafType;
}

export interface ListPlan {
  readonly kind: 'list';
  readonly nonNull: boolean;
  readonly of: ValuePlan;
  readonly typeText: string;
}

export interface ObjectPlan {
  readonly kind: 'object';
  readonly nonNull: boolean;
  readonly id: number;
  readonly type: string;
  readonly access: AccessPlan;
  readonly fields: readonly FieldPlan[];
  /** Those of its fields that have a step, or a step below them. */
  readonly loading: readonly FieldPlan[];
}

export interface AbstractPlan {
  readonly kind: 'abstract';
  readonly nonNull: boolean;
  readonly type: string;
  readonly possible: ReadonlyMap<string, ObjectPlan>;
}

/** A value that is already in the response's form. */
export interface IntrospectionPlan {
  readonly kind: 'introspection';
  readonly nonNull: boolean;
}

/** Which decision says what fields of an object may be seen. */
export type AccessPlan =
  | { readonly kind: 'open' }
  | { readonly kind: 'model'; readonly model: string; readonly decision: ModelDecision }
  | { readonly kind: 'type' };

/** `written` is for what the caller wrote, `result` for what a handler returned; the others are read operations. */
export type ModelDecision = 'get' | 'list' | 'search' | 'relation' | 'listen' | 'written' | 'result';
