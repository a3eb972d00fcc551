import type { Rule } from './rule.ts';

/** A written query or mutation without a handler can only answer null. */
export const handledOperations: Rule = {
  name: 'handled-operations',
  check({ operations }, report) {
    for (const { parent, name, handlers } of operations) {
      if (parent === 'Subscription' || handlers.length > 0) continue;
      const message = `${parent}.${name} has no handler and will always be null.`;
      const hint = 'Add @function or @http to the field.';
      report({ code: 'operation-without-handler', at: { type: parent, field: name }, message, hint });
    }
  },
};
