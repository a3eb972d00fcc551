import { namedType } from '../../ir/named-type.ts';
import type { Directive } from '../directive.ts';
import { stringOrNull } from '../directive-arguments.ts';
import type { FieldDraft } from '../draft.ts';
import { addForeignKey, implicitForeignKey } from '../implicit-foreign-key.ts';
import { checkReferences } from '../references.ts';
import { checkFields, checkKeyTypes, type RelationUse, relationForm, relationUse } from '../relation-use.ts';
import { singleRelation } from '../single-relation.ts';

/** `@belongsTo`: the record this one refers to, the other side of `@hasOne` or `@hasMany`. */
export const belongsToDirective: Directive = {
  name: 'belongsTo',
  definition: /* GraphQL */ `
    directive @belongsTo(fields: [String!], references: [String!], overrideIndexName: String) on FIELD_DEFINITION
  `,
  onField(fieldUse) {
    const { type: on, field, directive, report, arguments: given } = fieldUse;
    if (field.type.kind === 'ListType') {
      report('relation-is-list', directive, '@belongsTo cannot be used with lists.', 'Use @hasMany for a list.');
    }
    const use = relationUse(fieldUse);
    const form = relationForm(fieldUse);
    if (use === null || form === null) return;
    const fieldsAreSound = form.style !== 'fields' || checkFields(use, use.type, form.fields, 'fields');
    if (field.type.kind === 'ListType' || field.relation !== null) return;
    const { type, related } = use;
    if (stringOrNull(given.overrideIndexName) !== null && form.style !== 'references') {
      const message =
        `overrideIndexName cannot be used on @belongsTo without references. ` +
        `Modify ${on.name}.${field.name} to use references or remove overrideIndexName.`;
      report('relation-override-index-name', directive, message);
    }
    if (form.style === 'references') {
      if (checkReferences(use, form.references) === null) return;
      const lookup = { index: null, from: form.references };
      field.relation = singleRelation(use, 'belongsTo', 'references', lookup, 'this', form.references);
      return;
    }
    const opposite = oppositeOf(use);
    if (opposite === null) {
      const message = `${related.name} must have a relationship with ${type.name} in order to use @belongsTo.`;
      report(
        'relation-belongs-to-unmatched',
        directive,
        message,
        `Add a @hasOne or @hasMany field to '${related.name}'.`,
      );
      return;
    }
    if (!related.model.keyIsSound || !fieldsAreSound) return;
    let from: readonly string[];
    if (form.style === 'fields') {
      checkKeyTypes(use, form.fields, related.model.primaryKey.fields, false);
      from = form.fields;
    } else {
      from = implicitKey(use, opposite);
    }
    field.relation = singleRelation(use, 'belongsTo', 'fields', { index: null, from }, 'this', from);
  },
};

/** The first field of the related model that leads back here. */
function oppositeOf({ type, related }: RelationUse): FieldDraft | null {
  for (const candidate of related.fields.values()) {
    if (namedType(candidate.type) !== type.name) continue;
    if (candidate.node.directives?.some(({ name }) => name.value === 'hasOne' || name.value === 'hasMany')) {
      return candidate;
    }
  }
  return null;
}

/**
 * Opposite a list, the record refers to its owner by the fields that the list is looked up by. Opposite a `@hasOne`,
 * each side holds a reference of its own.
 */
function implicitKey({ type, related, field }: RelationUse, opposite: FieldDraft): readonly string[] {
  const list = opposite.relation;
  const key = related.model.primaryKey.fields;
  if (list?.relation === 'hasMany' && list.foreignKey.fields.length === key.length) return list.foreignKey.fields;
  // A list that gives a part of the key adds no fields to lead back by: this one is there, and always null.
  if (list?.relation === 'hasMany') return [];
  const holder = opposite.type.kind === 'ListType' ? related : type;
  const name = opposite.type.kind === 'ListType' ? opposite.name : field.name;
  const foreignKey = implicitForeignKey(holder, name, related);
  const nonNull = opposite.type.kind !== 'ListType' && field.type.nonNull;
  addForeignKey(type, foreignKey, related, nonNull, { type: holder, field: name });
  return foreignKey;
}
