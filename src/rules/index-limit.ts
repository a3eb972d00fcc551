import type { Rule } from './rule.ts';

/** Indexes that a DynamoDB table may have. */
const limit = 20;

/** A model with more indexes runs here, and cannot be taken to DynamoDB. */
export const indexLimit: Rule = {
  name: 'index-limit',
  check({ models }, report) {
    for (const { name, indexes } of models) {
      if (indexes.length <= limit) continue;
      const message = `The model '${name}' has ${indexes.length} indexes; a DynamoDB table may have ${limit}.`;
      const hint = 'Remove indexes that no query uses, if the model is to run on DynamoDB.';
      report({ code: 'index-limit', at: { type: name }, message, hint });
    }
  },
};
