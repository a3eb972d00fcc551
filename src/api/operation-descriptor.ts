import type { ComputedField, CustomOperation, Index, Model, ObjectField, Relation } from '../ir/data-model.ts';

/**
 * What a generated field does. It stands at `extensions.preamp` of the field in the executable schema, in place of a
 * resolver: the planner turns it into load steps.
 */
export type OperationDescriptor =
  | { readonly kind: 'get'; readonly model: Model }
  | { readonly kind: 'list'; readonly model: Model }
  | { readonly kind: 'indexQuery'; readonly model: Model; readonly index: Index }
  | { readonly kind: 'search'; readonly model: Model }
  | { readonly kind: 'create' | 'update' | 'delete'; readonly model: Model }
  | { readonly kind: 'subscribe'; readonly model: Model; readonly event: 'create' | 'update' | 'delete' }
  | { readonly kind: 'relation'; readonly model: Model; readonly relation: Relation; readonly related: Model }
  | { readonly kind: 'custom'; readonly operation: CustomOperation }
  | { readonly kind: 'computed'; readonly typeName: string; readonly field: ComputedField | ObjectField };
