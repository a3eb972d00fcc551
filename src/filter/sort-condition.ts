/** A condition on the sort attribute of a key. For a composite key, values are the `#`-joined strings. */
export type SortCondition =
  | { readonly op: 'eq' | 'lt' | 'le' | 'gt' | 'ge'; readonly value: string | number }
  | { readonly op: 'between'; readonly low: string | number; readonly high: string | number }
  | { readonly op: 'beginsWith'; readonly value: string };
