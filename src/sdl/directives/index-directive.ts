import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import type { Index } from '../../ir/data-model.ts';
import { lowerFirst } from '../../util/lower-first.ts';
import { upperFirst } from '../../util/upper-first.ts';
import type { Directive, FieldUse } from '../directive.ts';
import { members, stringList, stringOrNull } from '../directive-arguments.ts';
import { fieldNames, isKnownType, isScalarOrEnum } from '../fields.ts';
import { reportBooleanKey, reportSelfReference } from '../key-checks.ts';
import { pluralOf } from '../plural-of.ts';

/** `@index`: a second key of the table, with its root query. */
export const indexDirective: Directive = {
  name: 'index',
  definition: /* GraphQL */ `
    directive @index(
      name: String
      sortKeyFields: [String]
      queryField: String
      projection: ProjectionInput
    ) repeatable on FIELD_DEFINITION
    input ProjectionInput { type: ProjectionType nonKeyAttributes: [String] }
    enum ProjectionType { ALL KEYS_ONLY INCLUDE }
  `,
  onField(use) {
    const { type, field, directive, report, arguments: given } = use;
    const model = type.model;
    const sortFields = stringList(given.sortKeyFields) ?? [];
    const givenName = indexName(use);
    reportSelfReference(use, sortFields);
    if (model === null) {
      const message = 'The @index directive may only be added to object definitions annotated with @model.';
      report('index-not-model', directive, message, `Add @model to '${type.name}', or remove @index.`);
      return;
    }
    const byDefault = defaultName(type.name, [field.name, ...sortFields]);
    const name = givenName ?? byDefault;
    const index: Index = {
      kind: 'Index',
      name,
      fields: [field.name, ...sortFields],
      queryField:
        given.queryField === undefined || given.queryField === '' ? byDefault : stringOrNull(given.queryField),
      projection: projection(use, name),
      origin: 'declared',
    };
    const twin = givenName === null ? model.indexes.find((other) => other.name === name) : undefined;
    if (twin !== undefined && twin.queryField === index.queryField && twin.queryField !== null) {
      const message = `Object type extension 'Query' cannot redeclare field ${index.queryField}`;
      report('root-field-conflict', directive, message, `Give one of them a 'name' and a 'queryField', or remove it.`);
    } else if (twin !== undefined) {
      const message = `a duplicate index name, ${name}, is not allowed`;
      report('index-default-name-duplicate', directive, message, `Give one of them a 'name'.`);
    } else if (model.indexes.some((other) => other.name === name)) {
      const message = `You may only supply one @index with the name '${name}' on type '${type.name}'.`;
      report('index-name-duplicate', directive, message, 'Give one of them another name.');
    } else {
      model.indexes.push(index);
    }
    checkKey(use, name, sortFields);
    if (sortFields.length > 1) checkTypeName(use, name);
  },
};

/** The arguments of a composite key have a type that is named after the index, so that its name must be one of GraphQL. */
function checkTypeName({ type, directive, report }: FieldUse, index: string): void {
  if (!/^[\w.-]{3,255}$/.test(index) || /^\w+$/.test(index)) return;
  const typeName = `Model${upperFirst(type.name)}${upperFirst(index)}CompositeKeyConditionInput`;
  const message = `Names must match /^[_a-zA-Z][_a-zA-Z0-9]*$/ but "${typeName}" does not.`;
  report('index-name-invalid', directive, message, `Use letters, digits and underscores in the name of '${index}'.`);
}

/** The name given, or `null` for the default. */
function indexName({ directive, report, arguments: given }: FieldUse): string | null {
  if (given.name === undefined) return null;
  const name = stringOrNull(given.name);
  if (name === null) {
    const message = 'Explicit null value not allowed for name field on @index';
    report('index-name-null', directive, message, `Leave 'name' out for the default name.`);
  } else if (name !== '' && !/^[\w.-]{3,255}$/.test(name)) {
    const message =
      'The indexName is invalid. It should be between 3 and 255 characters. ' +
      'Only A–Z, a–z, 0–9, underscore characters, hyphens, and periods allowed.';
    report('index-name-invalid', directive, message);
  }
  return name === '' ? null : name;
}

/** `customersByRegionAndCity`, for the index and its query alike. */
function defaultName(model: string, fields: readonly string[]): string {
  return `${lowerFirst(pluralOf(model))}By${fields.map(upperFirst).join('And')}`;
}

function projection({ type, directive, report, arguments: given }: FieldUse, index: string): Index['projection'] {
  const { type: kind, nonKeyAttributes } = members(given.projection);
  const fields = stringList(nonKeyAttributes) ?? [];
  if (kind === 'KEYS_ONLY') return { type: 'KEYS_ONLY', fields: [] };
  if (kind !== 'INCLUDE') return { type: 'ALL', fields: [] };
  if (fields.length === 0) {
    const message = `@index '${index}': nonKeyAttributes must be specified when projection type is INCLUDE`;
    report('index-projection-incomplete', directive, message, `Name the fields to include, or use 'type: ALL'.`);
  }
  for (const name of fields) {
    const { createdAt, updatedAt } = type.model!.timestamps;
    if (type.fields.has(name) || type.model!.addedFields.has(name) || name === createdAt || name === updatedAt)
      continue;
    const message = `@index '${index}': nonKeyAttributes names '${name}', which is not a field in ${type.name}.`;
    report('index-projection-field-missing', directive, message, didYouMean(name, fieldNames(type)));
  }
  return { type: 'INCLUDE', fields };
}

function checkKey(use: FieldUse, name: string, sortFields: readonly string[]): void {
  const { draft, type, field, directive, report } = use;
  const { fields: primaryKey, custom } = type.model!.primaryKey;
  if (custom && primaryKey.length === 1 && primaryKey[0] === field.name) {
    const message =
      `Invalid @index '${name}'. You may not create an index where the partition key ` +
      'is the same as that of the primary key unless the primary key has a sort field. ' +
      'You cannot have a local secondary index without a sort key in the primary key.';
    report('index-same-as-primary-key', directive, message);
  }
  if (isKnownType(draft, field.type) && !isScalarOrEnum(draft, field.type)) {
    const message = `Index '${name}' on type '${type.name}.${field.name}' cannot be a non-scalar.`;
    report('index-not-scalar', directive, message, 'Index a scalar or enum field.');
  }
  reportBooleanKey(use, field.name, false);
  for (const sortName of sortFields) {
    if (sortName === field.name) continue;
    const sortField = type.fields.get(sortName);
    if (sortField === undefined) {
      const message = `Can't find field '${sortName}' in ${type.name}, but it was specified in index '${name}'.`;
      report('index-sort-field-missing', directive, message, didYouMean(sortName, fieldNames(type)));
    } else if (isKnownType(draft, sortField.type) && !isScalarOrEnum(draft, sortField.type)) {
      const message = `The sort key of index '${name}' on type '${type.name}.${sortName}' cannot be a non-scalar.`;
      report('index-sort-field-not-scalar', directive, message);
    } else {
      reportBooleanKey(use, sortName, sortFields.length === 1);
    }
  }
}
