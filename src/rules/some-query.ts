import type { Rule } from './rule.ts';

/** A GraphQL schema has at least one query. */
export const someQuery: Rule = {
  name: 'some-query',
  onlyWithoutErrors: true,
  check({ models, operations }, report) {
    if (operations.some(({ parent }) => parent === 'Query')) return;
    const hasQuery = models.some(
      ({ operations: own, indexes }) =>
        own.get !== null ||
        own.list !== null ||
        own.search !== null ||
        indexes.some((index) => index.queryField !== null),
    );
    if (hasQuery) return;
    const hint = 'Keep a query of a model, or add type Query.';
    report({ code: 'query-missing', at: null, message: 'The schema has no query.', hint });
  },
};
