import { printTypeRef } from '../ir/print-type-ref.ts';
import type { Rule } from './rule.ts';

const textTypes: readonly string[] = ['AWSDateTime', 'String', 'AWSDateTime!', 'String!'];

/** Timestamps are stored as text; a field declared with another type cannot show them. */
export const timestampTypes: Rule = {
  name: 'timestamp-types',
  check({ models }, report) {
    for (const { name: type, fields, timestamps } of models) {
      for (const name of [timestamps.createdAt, timestamps.updatedAt]) {
        const field = fields.find((candidate) => candidate.name === name);
        if (field === undefined || textTypes.includes(printTypeRef(field.type))) continue;
        const message = `The timestamp '${type}.${name}' is stored as AWSDateTime and declared as ${printTypeRef(field.type)}: it reads null.`;
        const hint = 'Declare it as AWSDateTime, or give the timestamp another name.';
        report({ code: 'timestamp-type', at: { type, field: field.name }, message, hint });
      }
    }
  },
};
