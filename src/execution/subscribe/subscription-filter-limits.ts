import type { Filter } from '../../filter/filter.ts';

/** What one subscription may ask for at most. */
export interface SubscriptionFilterLimits {
  /** Comparisons, those of the caller's rules included. */
  readonly maxComparisons: number;
  /** Different fields. */
  readonly maxFields: number;
  /** Groups of comparisons joined by "and", once the filter is written as alternatives of such groups. */
  readonly maxCombinations: number;
  /** Values of `in` and `notIn`. */
  readonly maxValues: number;
  /** Groups of the caller that are looked for in one list field. */
  readonly maxGroups: number;
  /** Whether a field may be compared more than once in one group. */
  readonly repeatsFields: boolean;
}

export const generousFilterLimits: SubscriptionFilterLimits = Object.freeze({
  maxComparisons: 1_000,
  maxFields: 1_000,
  maxCombinations: Number.POSITIVE_INFINITY,
  maxValues: 1_000,
  maxGroups: 1_000,
  repeatsFields: true,
});

/** Those of the official service. `reference/runtime.md` section 7.3. */
export const appsyncFilterLimits: SubscriptionFilterLimits = Object.freeze({
  maxComparisons: 1_000,
  maxFields: 5,
  maxCombinations: 10,
  maxValues: 5,
  maxGroups: 20,
  repeatsFields: false,
});

type Joined = Extract<Filter, { of: unknown }>;
type Comparison = Exclude<Filter, Joined>;

/**
 * Why a subscription is refused, in the service's words; `null` where it keeps the limits. `given` is the client's
 * filter, `rules` what the caller's rules add to it: each field of theirs counts as one more field and one alternative.
 */
export function excessOfFilter(
  given: Filter | null,
  rules: Filter | null,
  limits: SubscriptionFilterLimits,
  subscription: string,
): string | null {
  const asked = given === null ? [] : comparisonsOf(given);
  const ruled = rules === null ? [] : comparisonsOf(rules);
  if (asked.length + ruled.length > limits.maxComparisons) {
    return `The filter has more than ${limits.maxComparisons} comparisons for subscription ${subscription}.`;
  }
  const ruledFields = new Set(ruled.map(({ field }) => field));
  if (new Set([...ruledFields, ...asked.map(({ field }) => field)]).size > limits.maxFields) {
    return `Filters exceed maximum attributes limit ${limits.maxFields} for subscription ${subscription}.`;
  }
  const combinations = given === null ? 1 : countCombinations(given);
  if (combinations * Math.max(1, ruledFields.size) > limits.maxCombinations) {
    return `Filters combination exceed maximum limit ${limits.maxCombinations} for subscription ${subscription}.`;
  }
  // The limit of combinations has been kept, so that writing them out costs little.
  if (given !== null && !limits.repeatsFields && combinationsOf(given).some(hasRepetition)) {
    return `subscription filter uses same fieldName multiple time for subscription ${subscription}.`;
  }
  for (const comparison of [...asked, ...ruled]) {
    if ((comparison.op === 'in' || comparison.op === 'notIn') && comparison.values.length > limits.maxValues) {
      return `subscription exceeds maximum value limit ${limits.maxValues} for operator \`${comparison.op}\`.`;
    }
  }
  for (const field of ruledFields) {
    // Dynamic groups in a list field: one test for each group of the caller.
    const groups = ruled.filter((each) => each.op === 'contains' && each.field === field).length;
    if (groups > limits.maxGroups) {
      return `subscription exceeds maximum value limit ${limits.maxGroups} for operator \`containsAny\`.`;
    }
  }
  return null;
}

function comparisonsOf(filter: Filter): Comparison[] {
  if (filter.op === 'and' || filter.op === 'or') return filter.of.flatMap(comparisonsOf);
  return filter.op === 'not' ? comparisonsOf(filter.of) : [filter as Comparison];
}

function countCombinations(filter: Filter): number {
  if (filter.op === 'and') return filter.of.reduce((count, part) => count * countCombinations(part), 1);
  return filter.op === 'or' ? filter.of.reduce((count, part) => count + countCombinations(part), 0) : 1;
}

/** The fields of each alternative. */
function combinationsOf(filter: Filter): readonly (readonly string[])[] {
  if (filter.op === 'or') return filter.of.flatMap(combinationsOf);
  if (filter.op !== 'and') return [comparisonsOf(filter).map(({ field }) => field)];
  return filter.of
    .map(combinationsOf)
    .reduce((groups, parts) => groups.flatMap((group) => parts.map((part) => [...group, ...part])), [[]]);
}

function hasRepetition(fields: readonly string[]): boolean {
  return new Set(fields).size < fields.length;
}
