import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import type { Index } from '../../ir/data-model.ts';
import type { Directive, FieldUse } from '../directive.ts';
import { directiveArguments, stringOrNull } from '../directive-arguments.ts';
import type { FieldDraft } from '../draft.ts';
import { addForeignKey, implicitForeignKey } from '../implicit-foreign-key.ts';
import { checkReferences } from '../references.ts';
import { checkFields, checkKeyTypes, type RelationUse, relationForm, relationUse } from '../relation-use.ts';

/** Page size of a list relation where the directive gives none. */
export const defaultLimit = 100;

/** `@hasMany`: the records of another model that refer to this one. */
export const hasManyDirective: Directive = {
  name: 'hasMany',
  definition: /* GraphQL */ `
    directive @hasMany(indexName: String, fields: [String!], references: [String!], limit: Int = 100) on FIELD_DEFINITION
  `,
  onField(fieldUse) {
    const { field, directive, report } = fieldUse;
    if (field.type.kind !== 'ListType') {
      const message = '@hasMany must be used with a list. Use @hasOne for non-list types.';
      report('relation-needs-list', directive, message);
    }
    const use = relationUse(fieldUse);
    const form = relationForm(fieldUse);
    if (use === null || form === null) return;
    const fieldsAreSound = form.style !== 'fields' || checkFields(use, use.type, form.fields, 'fields');
    if (field.type.kind !== 'ListType' || field.relation !== null) return;
    if (form.style === 'references') byReferences(use, form.references);
    else if (form.style === 'fields') byFields(use, form.fields, fieldsAreSound);
    else if (stringOrNull(use.arguments.indexName)) byIndex(use);
    else implicitly(use);
  },
};

function byReferences(use: RelationUse, references: readonly string[]): void {
  const { type, field, directive, report, arguments: given } = use;
  if (stringOrNull(given.indexName) !== null) {
    const place = `${type.name}.${field.name}`;
    const message = `Invalid @hasMany directive on ${place} - indexName is not supported with DynamoDB references.`;
    report('relation-index-with-references', directive, message, `Remove 'indexName'.`);
    return;
  }
  const counterpart = checkReferences(use, references);
  if (counterpart === null) return;
  const index = relationIndex(use, references, counterpart);
  setRelation(use, 'references', index, type.model.primaryKey.fields, references);
}

function byFields(use: RelationUse, fields: readonly string[], fieldsAreSound: boolean): void {
  const { related } = use;
  if (!stringOrNull(use.arguments.indexName)) {
    const key = related.model.primaryKey.fields;
    if (!related.model.keyIsSound || !fieldsAreSound) return;
    checkKeyTypes(use, fields, key, true);
    setRelation(use, 'fields', null, fields, key.slice(0, fields.length));
    return;
  }
  const index = namedIndex(use);
  if (index === null || !fieldsAreSound) return;
  checkKeyTypes(use, fields, index.fields, true);
  setRelation(use, 'fields', index.name, fields, index.fields.slice(0, fields.length));
}

/** An index alone is looked up by the key of this model; a foreign key is added all the same, and serves nothing. */
function byIndex(use: RelationUse): void {
  const { type, field, related } = use;
  const index = namedIndex(use);
  if (index === null || !type.model.keyIsSound) return;
  const foreignKey = implicitForeignKey(type, field.name, type);
  addForeignKey(related, foreignKey, type, field.type.nonNull, { type, field: field.name });
  setRelation(use, 'fields', index.name, type.model.primaryKey.fields.slice(0, 1), foreignKey);
}

/** The index of the related model that `indexName` names, which it reports where there is none. */
function namedIndex({ related, directive, report, arguments: given }: RelationUse): Index | null {
  const name = stringOrNull(given.indexName) ?? '';
  const index = related.model.indexes.find((candidate) => candidate.name === name);
  if (index !== undefined) return index;
  const names = related.model.indexes.map((candidate) => candidate.name);
  const hint = didYouMean(name, names) ?? `Add @index(name: "${name}") to a field of '${related.name}'.`;
  report('relation-index-missing', directive, `Index ${name} does not exist for model ${related.name}`, hint);
  return null;
}

function implicitly(use: RelationUse): void {
  const { type, field, related } = use;
  if (!type.model.keyIsSound) return;
  const foreignKey = implicitForeignKey(type, field.name, type);
  addForeignKey(related, foreignKey, type, field.type.nonNull, { type, field: field.name });
  const index = relationIndex(use, foreignKey, null);
  setRelation(use, 'fields', index, type.model.primaryKey.fields, foreignKey);
}

/** Adds the index that leads from a record to those that refer to it, and returns its name. */
export function relationIndex(use: RelationUse, fields: readonly string[], counterpart: FieldDraft | null): string {
  const belongsTo = counterpart?.node.directives?.find((directive) => directive.name.value === 'belongsTo');
  const given = belongsTo === undefined ? null : stringOrNull(directiveArguments(belongsTo).overrideIndexName);
  // A key of the compiler's own follows the name of the table, which `@mapsTo` keeps.
  const owner = counterpart === null ? use.type.model.table : use.type.name;
  const name = given ?? `gsi-${owner}.${use.field.name}`;
  const [hash = '', ...sort] = fields;
  use.related.model.indexes.push({
    kind: 'Index',
    name,
    fields: [hash, ...sort],
    queryField: null,
    projection: { type: 'ALL', fields: [] },
    origin: 'relation',
  });
  return name;
}

function setRelation(
  use: RelationUse,
  style: 'fields' | 'references',
  index: string | null,
  from: readonly string[],
  foreignKey: readonly string[],
): void {
  const { field, related } = use;
  field.relation = {
    kind: 'Relation',
    name: field.name,
    relation: 'hasMany',
    model: related.name,
    required: field.type.kind === 'ListType' && field.type.of.nonNull,
    style,
    lookup: { index, from },
    foreignKey: { on: 'related', fields: foreignKey },
    limit: limitOf(use),
    manyToMany: null,
    rules: null,
  };
}

/** The page size the directive gives, or the default. */
export function limitOf({ type, field, directive, report, arguments: given }: FieldUse): number {
  if (typeof given.limit !== 'number') return defaultLimit;
  if (given.limit < 1) {
    report('relation-limit', directive, `The limit of ${type.name}.${field.name} must be at least 1.`);
  }
  return given.limit;
}
