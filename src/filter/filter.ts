/**
 * A condition on one item: the single form behind filter arguments, `condition` arguments, authorization rules and
 * subscription filters. It has three targets (SQL, DynamoDB expressions, in-memory) that agree on the truth table of
 * `reference/runtime.md` section 4.2: logic is two-valued and `not` is plain negation.
 */
export type Filter =
  | { readonly op: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly op: 'not'; readonly of: Filter }
  | { readonly op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'; readonly field: string; readonly value: unknown }
  | { readonly op: 'between'; readonly field: string; readonly low: unknown; readonly high: unknown }
  | { readonly op: 'beginsWith' | 'endsWith'; readonly field: string; readonly value: string }
  /** Substring of a string, element of a list. */
  | { readonly op: 'contains' | 'notContains'; readonly field: string; readonly value: unknown }
  | { readonly op: 'in' | 'notIn'; readonly field: string; readonly values: readonly unknown[] }
  | { readonly op: 'attributeExists'; readonly field: string; readonly exists: boolean }
  | { readonly op: 'attributeType'; readonly field: string; readonly type: string }
  | { readonly op: 'size'; readonly field: string; readonly test: SizeTest };

export type SizeTest =
  | { readonly op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge'; readonly value: number }
  | { readonly op: 'between'; readonly low: number; readonly high: number };
