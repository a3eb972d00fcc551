import type { Rule } from './rule.ts';

/** Every model has a table of its own, which `@mapsTo` could break. */
export const distinctTables: Rule = {
  name: 'distinct-tables',
  check({ models }, report) {
    const seen = new Map<string, string>();
    for (const { name, table } of models) {
      const first = seen.get(table);
      if (first !== undefined) {
        const message = `The models '${first}' and '${name}' have the same table '${table}'.`;
        report({
          code: 'table-conflict',
          at: { type: name },
          message,
          hint: 'Rename the model, or change its @mapsTo.',
        });
      }
      seen.set(table, first ?? name);
    }
  },
};
