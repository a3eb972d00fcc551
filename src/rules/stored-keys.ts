import type { Rule } from './rule.ts';

/** Keys are made of stored fields: one that a handler computes has no value in the table. */
export const storedKeys: Rule = {
  name: 'stored-keys',
  check({ models }, report) {
    for (const { name: type, computedFields, primaryKey, indexes } of models) {
      const keys = new Set([...primaryKey.fields, ...indexes.flatMap((index) => index.fields)]);
      for (const { name: field, handlers } of computedFields) {
        if (handlers.length === 0 || !keys.has(field)) continue;
        const message = `'${type}.${field}' is part of a key and is not stored: it has a handler of its own.`;
        report({
          code: 'key-not-stored',
          at: { type, field },
          message,
          hint: 'Remove the handler, or the field from the key.',
        });
      }
    }
  },
};
