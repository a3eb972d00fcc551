import type { Item } from '../../ir/item.ts';
import { ownProperty } from '../../util/own-property.ts';

/** One element of the `aggregates` argument. */
export interface AggregateInput {
  readonly name: string;
  readonly type: 'terms' | 'avg' | 'min' | 'max' | 'sum' | 'cardinality';
  readonly field: string;
}

/** Most buckets of one `terms` aggregation. */
const maxBuckets = 1_000;

/** Computes one aggregation over all hits; its result is null where no hit has a value to compute it from. */
export function aggregateHits({ name, type, field }: AggregateInput, hits: readonly Item[]): unknown {
  const values = hits.flatMap((item) => ownProperty(item, field) ?? []);
  if (type === 'terms')
    return { name, result: { __typename: 'SearchableAggregateBucketResult', buckets: terms(values) } };
  const value = type === 'cardinality' ? new Set(values).size : numeric(type, values);
  return { name, result: value === null ? null : { __typename: 'SearchableAggregateScalarResult', value } };
}

function terms(values: readonly unknown[]): readonly { readonly key: string; readonly doc_count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts]
    .map(([key, count]) => ({ key, doc_count: count }))
    .sort((a, b) => b.doc_count - a.doc_count || (a.key < b.key ? -1 : 1))
    .slice(0, maxBuckets);
}

function numeric(
  type: Exclude<AggregateInput['type'], 'terms' | 'cardinality'>,
  values: readonly unknown[],
): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((total, value) => total + value, 0);
  if (type === 'sum') return sum;
  if (numbers.length === 0) return null;
  if (type === 'avg') return sum / numbers.length;
  return numbers.reduce((best, value) => ((type === 'min' ? value < best : value > best) ? value : best));
}
