import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { namedType } from '../../ir/named-type.ts';
import type { Directive } from '../directive.ts';
import { stringList } from '../directive-arguments.ts';
import { fieldNames, isKnownType, isScalarOrEnum } from '../fields.ts';
import { reportBooleanKey, reportSelfReference } from '../key-checks.ts';

/** `@primaryKey`: the field that is the key of the table, with its sort fields. */
export const primaryKeyDirective: Directive = {
  name: 'primaryKey',
  definition: /* GraphQL */ `directive @primaryKey(sortKeyFields: [String]) on FIELD_DEFINITION`,
  onField(use) {
    const { draft, type, field, directive, report, arguments: given } = use;
    const model = type.model;
    const sortFields = stringList(given.sortKeyFields) ?? [];
    const refersToItself = reportSelfReference(use, sortFields);
    if (model === null) {
      const message = 'The @primaryKey directive may only be added to object definitions annotated with @model.';
      report('primary-key-not-model', directive, message, `Add @model to '${type.name}', or remove @primaryKey.`);
      return;
    }
    if (model.primaryKey.custom) {
      const message = `You may only supply one primary key on type '${type.name}'.`;
      const hint = `Keep one @primaryKey; name further fields in its 'sortKeyFields', or use @index for them.`;
      report('primary-key-duplicate', directive, message, hint);
      model.keyIsSound = false;
      return;
    }
    model.primaryKey = { fields: [field.name, ...sortFields], custom: true };
    model.addedFields.delete('id');

    const fail: typeof report = (...finding) => {
      model.keyIsSound = false;
      report(...finding);
    };
    const nullable = `The primary key on type '${type.name}' must reference non-null fields.`;
    if (!field.type.nonNull) {
      fail('primary-key-nullable', directive, nullable, `Make '${type.name}.${field.name}' required with '!'.`);
    }
    if (isKnownType(draft, field.type) && !isScalarOrEnum(draft, field.type)) {
      const message = `The primary key on type '${type.name}.${field.name}' cannot be a non-scalar.`;
      fail('primary-key-not-scalar', directive, message);
    }
    if (reportBooleanKey(use, field.name, false)) model.keyIsSound = false;
    if (refersToItself) model.keyIsSound = false;
    for (const name of sortFields) {
      if (name === field.name) continue;
      const sortField = type.fields.get(name);
      if (sortField === undefined) {
        const message = `Can't find field '${name}' in ${type.name}, but it was specified in the primary key.`;
        fail('primary-key-sort-field-missing', directive, message, didYouMean(name, fieldNames(type)));
        continue;
      }
      if (isKnownType(draft, sortField.type) && !isScalarOrEnum(draft, sortField.type)) {
        const message = `The primary key's sort key on type '${type.name}.${name}' cannot be a non-scalar.`;
        fail('primary-key-sort-field-not-scalar', directive, message);
      } else if (!sortField.type.nonNull) {
        fail('primary-key-nullable', directive, nullable, `Make '${type.name}.${name}' required with '!'.`);
      }
      if (reportBooleanKey(use, name, sortFields.length === 1)) model.keyIsSound = false;
    }
  },
  onBroken({ type }) {
    if (type.model !== null) type.model.keyIsSound = false;
  },
  /** Without `@primaryKey` the key is `id`, which may be written with any type. */
  finish({ draft, report }) {
    for (const type of draft.types.values()) {
      const id = type.fields.get('id');
      if (type.model === null || type.model.primaryKey.custom || id === undefined || !isKnownType(draft, id.type))
        continue;
      const hint = `Give 'id' the type ID, or mark another field with @primaryKey.`;
      if (!isScalarOrEnum(draft, id.type)) {
        const message = `The primary key on type '${type.name}.id' cannot be a non-scalar.`;
        report('primary-key-not-scalar', id.node.type, message, hint);
        type.model.keyIsSound = false;
      } else if (namedType(id.type) === 'Boolean') {
        report('key-boolean', id.node.type, 'Boolean values cannot be used as sort keys.', hint);
        type.model.keyIsSound = false;
      }
    }
  },
};
