type Fields = Readonly<Record<string, unknown>>;

interface Test {
  readonly fieldName: string;
  readonly operator: string;
  readonly value: unknown;
}

export interface SubscriptionFilter {
  readonly filterGroup: { readonly filters: Test[] }[];
}

/**
 * `util.transform.toSubscriptionFilter`: groups of which one has to hold, each a list of tests that all have to hold.
 * Fields of `ignored` are left out at every depth; `rules` hold in every group.
 */
export function toSubscriptionFilter(
  filter: Fields,
  ignored: readonly string[] = [],
  rules: Fields = {},
): SubscriptionFilter {
  const skipped = new Set(ignored);
  const strict = alternatives(rules, new Set());
  const groups = product(alternatives(filter, skipped), strict);
  return { filterGroup: groups.filter((filters) => filters.length > 0).map((filters) => ({ filters })) };
}

/** The filter as alternatives of tests: its disjunctive normal form. */
function alternatives(filter: Fields, ignored: ReadonlySet<string>): Test[][] {
  let found: Test[][] = [[]];
  for (const [name, test] of Object.entries(filter)) {
    if (test === null || test === undefined || ignored.has(name)) continue;
    if (name === 'or')
      found = product(
        found,
        nested(test).flatMap((each) => alternatives(each, ignored)),
      );
    else if (name === 'and') for (const each of nested(test)) found = product(found, alternatives(each, ignored));
    else found = product(found, testsOf(name, test as Fields));
    if (found.length > 1000) throw new TypeError('The subscription filter has too many alternatives');
  }
  return found;
}

function nested(filters: unknown): Fields[] {
  return Array.isArray(filters) ? filters : [filters as Fields];
}

function testsOf(fieldName: string, operators: Fields): Test[][] {
  let found: Test[][] = [[]];
  for (const [operator, value] of Object.entries(operators)) {
    if (value === null || value === undefined) continue;
    // Any of several values is an alternative each.
    const tests =
      operator === 'containsAny'
        ? (value as unknown[]).map((each) => [{ fieldName, operator: 'contains', value: each }])
        : [[{ fieldName, operator, value }]];
    found = product(found, tests);
  }
  return found;
}

function product(left: Test[][], right: Test[][]): Test[][] {
  return left.flatMap((tests) => right.map((more) => [...tests, ...more]));
}
