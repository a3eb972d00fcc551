import type { Directive } from '../directive.ts';
import { addForeignKey, implicitForeignKey } from '../implicit-foreign-key.ts';
import { checkReferences } from '../references.ts';
import { checkFields, checkKeyTypes, relationForm, relationUse } from '../relation-use.ts';
import { singleRelation } from '../single-relation.ts';
import { relationIndex } from './has-many.ts';

/** `@hasOne`: one record of another model. */
export const hasOneDirective: Directive = {
  name: 'hasOne',
  definition: /* GraphQL */ `directive @hasOne(fields: [String!], references: [String!]) on FIELD_DEFINITION`,
  onField(fieldUse) {
    const { field, directive, report } = fieldUse;
    if (field.type.kind === 'ListType') {
      report('relation-is-list', directive, '@hasOne cannot be used with lists. Use @hasMany instead.');
    }
    const use = relationUse(fieldUse);
    const form = relationForm(fieldUse);
    if (use === null || form === null) return;
    if (form.style === 'fields' && !checkFields(use, use.type, form.fields, 'fields')) return;
    if (field.type.kind === 'ListType' || field.relation !== null) return;
    const { type, related } = use;
    if (form.style === 'references') {
      const counterpart = checkReferences(use, form.references);
      if (counterpart === null) return;
      const index = relationIndex(use, form.references, counterpart);
      const from = type.model.primaryKey.fields;
      field.relation = singleRelation(use, 'hasOne', 'references', { index, from }, 'related', form.references);
    } else if (form.style === 'fields') {
      if (!related.model.keyIsSound) return;
      checkKeyTypes(use, form.fields, related.model.primaryKey.fields, false);
      const lookup = { index: null, from: form.fields };
      field.relation = singleRelation(use, 'hasOne', 'fields', lookup, 'this', form.fields);
    } else {
      if (!related.model.keyIsSound) return;
      const foreignKey = implicitForeignKey(type, field.name, related);
      addForeignKey(type, foreignKey, related, field.type.nonNull, { type, field: field.name });
      const lookup = { index: null, from: foreignKey };
      field.relation = singleRelation(use, 'hasOne', 'fields', lookup, 'this', foreignKey);
    }
  },
};
