import type { DirectiveNode } from 'graphql';
import { namedType } from '../ir/named-type.ts';
import type { TypeRef } from '../ir/type-ref.ts';
import { directiveArguments, stringList } from './directive-arguments.ts';
import type { FieldDraft } from './draft.ts';
import { fieldType } from './fields.ts';
import { checkFields, type ModelType, type RelationUse } from './relation-use.ts';

/**
 * Checks a relation of the references style: both sides have it, with the same references, which fit the primary key
 * of the primary model (that of `@hasMany` or `@hasOne`) in number and type. Returns the field of the other side, or
 * `null` where the relation does not hold.
 *
 * What both sides could say is said once, by the primary side.
 */
export function checkReferences(use: RelationUse, references: readonly string[]): FieldDraft | null {
  const { type, related, directive, report } = use;
  const name = directive.name.value;
  const fromPrimary = name !== 'belongsTo';
  const [primary, holder] = fromPrimary ? [type, related] : [related, type];
  const counterpart = counterpartOf(use, references);
  reportRequired(use);
  if (!fromPrimary && counterpart !== null) return counterpart;

  const key = primary.model.primaryKey.fields;
  let sound = true;
  if (primary.model.keyIsSound && key.length !== references.length) {
    const message = `The number of references provided to @${name} must match the number of primary keys on ${primary.name}.`;
    report('relation-references-count', directive, message, `Name one reference for each of: ${key.join(', ')}.`);
    sound = false;
  }
  if (!checkFields(use, holder, references, 'reference fields')) sound = false;
  else if (!checkNullability(use, holder, references)) sound = false;
  if (counterpart === null) {
    const namesNoField = references.some((reference) => fieldType(holder, reference) === null);
    const isSaid = namesNoField ? counterparts(use).length > 0 : !fromPrimary && hasBrokenCounterpart(use);
    if (!isSaid) reportOneSided(use, primary);
    return null;
  }
  return sound && checkTypes(use, primary, holder, references) ? counterpart : null;
}

/** The field of the related model that is the other end of this relation. */
function counterpartOf(use: RelationUse, references: readonly string[]): FieldDraft | null {
  const wanted = references.join(',');
  return counterparts(use).find(({ references: given }) => given?.join(',') === wanted)?.field ?? null;
}

/** Fields of the related model that lead back, with their references. */
function counterparts({ type, related, directive }: RelationUse): { field: FieldDraft; references: string[] | null }[] {
  return [...related.fields.values()].flatMap((field) => {
    const other = namedType(field.type) === type.name && counterpartDirective(field, directive.name.value);
    return other ? [{ field, references: stringList(directiveArguments(other).references) }] : [];
  });
}

/** Whether the primary side is there, with references that name no field: then that is the error, and reported there. */
function hasBrokenCounterpart(use: RelationUse): boolean {
  return counterparts(use).some(({ references }) => references?.some((name) => fieldType(use.type, name) === null));
}

function counterpartDirective(candidate: FieldDraft, name: string): DirectiveNode | undefined {
  const wanted = name === 'belongsTo' ? ['hasOne', 'hasMany'] : ['belongsTo'];
  return candidate.node.directives?.find((directive) => wanted.includes(directive.name.value));
}

function reportOneSided({ type, field, related, directive, report }: RelationUse, primary: ModelType): void {
  const name = directive.name.value;
  const wanted = name === 'belongsTo' ? '@hasOne or @hasMany' : '@belongsTo';
  const message =
    `Uni-directional relationships are not supported. Add a ${wanted} field in ${related.name} to match the @${name} ` +
    `field ${type.name}.${field.name}, and ensure the number and type of reference fields match the ` +
    `number and type of primary key fields in ${primary.name}.`;
  report('relation-one-sided', directive, message);
}

function reportRequired({ type, field, related, directive, report }: RelationUse): void {
  const name = directive.name.value;
  const bare = name === 'hasMany' ? `[${related.name}]` : related.name;
  const required = name === 'hasMany' ? `[${related.name}!]` : `${related.name}!`;
  const place = `${type.name}.${field.name}: `;
  if (field.type.nonNull) {
    const message = `@${name} fields must not be required. Change '${place}${bare}!' to '${place}${bare}'`;
    report('relation-required', field.node.type, message);
  } else if (field.type.kind === 'ListType' && field.type.of.nonNull) {
    const message = `@${name} fields must not be required. Change '${place}${required}' to '${place}${bare}'`;
    report('relation-required', field.node.type, message);
  }
}

function checkNullability(use: RelationUse, holder: ModelType, references: readonly string[]): boolean {
  const { type, field, directive, report } = use;
  const required = references.filter((name) => fieldType(holder, name)?.nonNull);
  if (required.length === 0 || required.length === references.length) return true;
  const quote = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
  const nullable = references.filter((name) => !required.includes(name));
  const relation = `@${directive.name.value}(references: [${quote(references)}]) ${type.name}.${field.name}`;
  const message =
    `Reference fields defined on related type: '${holder.name}' for ${relation} relationship have inconsistent nullability.` +
    `\nRequired fields: ${quote(required)}\nNullable fields: ${quote(nullable)}` +
    `\nUpdate reference fields on type '${holder.name}' to have consistent nullability -- either all required or all nullable.`;
  report('relation-references-nullability', directive, message);
  return false;
}

function checkTypes(use: RelationUse, primary: ModelType, holder: ModelType, references: readonly string[]): boolean {
  if (!primary.model.keyIsSound) return true;
  let sound = true;
  const { fields, custom } = primary.model.primaryKey;
  fields.forEach((keyField, index) => {
    const reference = references[index]!;
    // A plain `id` is referred to as ID, whatever type it has.
    const keyType: TypeRef | null = custom
      ? fieldType(primary, keyField)
      : { kind: 'NamedType', name: 'ID', nonNull: true };
    const referenceType = fieldType(holder, reference);
    if (keyType === null || referenceType === null || sameKeyType(keyType, referenceType)) return;
    const message =
      `Type mismatch between primary key field(s) of ${primary.name} and reference fields of ${holder.name}. ` +
      `Type of ${primary.name}.${keyField} does not match type of ${holder.name}.${reference}`;
    const hint = `Give '${holder.name}.${reference}' the type ${namedType(keyType)}.`;
    use.report('relation-references-type-mismatch', use.directive, message, hint);
    sound = false;
  });
  return sound;
}

/** ID and String hold the same values, so either may refer to the other. */
function sameKeyType(a: TypeRef, b: TypeRef): boolean {
  const [first, second] = [namedType(a), namedType(b)];
  return first === second || (isStringKey(first) && isStringKey(second));
}

function isStringKey(type: string): boolean {
  return type === 'ID' || type === 'String';
}
