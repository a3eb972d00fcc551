import { namedType } from '../ir/named-type.ts';
import type { Rule } from './rule.ts';

/** A field whose type is a model, without a relation directive, has nothing it could be loaded by. */
export const relatedModels: Rule = {
  name: 'related-models',
  check({ models }, report) {
    const names = new Set(models.map(({ name }) => name));
    for (const { name: type, computedFields } of models) {
      for (const { name: field, type: fieldType, handlers } of computedFields) {
        const related = namedType(fieldType);
        if (handlers.length > 0 || !names.has(related)) continue;
        const message = `${type}.${field} leads to the model '${related}' without a relation directive and will always be null.`;
        const hint = fieldType.kind === 'ListType' ? 'Add @hasMany or @manyToMany.' : 'Add @belongsTo or @hasOne.';
        report({ code: 'relation-missing', at: { type, field }, message, hint });
      }
    }
  },
};
