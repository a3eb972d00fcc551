import type { Rule } from './rule.ts';

/** An index added for a relation may not meet a written one of the same name. */
export const distinctIndexes: Rule = {
  name: 'distinct-indexes',
  check({ models }, report) {
    for (const { name: type, indexes } of models) {
      const seen = new Set<string>();
      for (const { name } of indexes) {
        if (seen.has(name)) {
          const message =
            `Global secondary index ${name} defined on ${type} conflicts with the naming convention used to create ` +
            'implicit GSIs for querying relationships. Please rename your @index';
          const hint = 'A relation adds an index of this name: give yours another one.';
          report({ code: 'index-name-duplicate', at: { type }, message, hint });
        }
        seen.add(name);
      }
    }
  },
};
