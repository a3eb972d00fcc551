import { didYouMean } from '../diagnostics/did-you-mean.ts';
import { namedType } from '../ir/named-type.ts';
import type { FieldUse } from './directive.ts';
import { stringList } from './directive-arguments.ts';
import type { ModelDraft, TypeDraft } from './draft.ts';
import { fieldType, isKnownType, isScalarOrEnum } from './fields.ts';

/** A type that is a model. */
export type ModelType = TypeDraft & { model: ModelDraft };

export function isModelType(type: TypeDraft | undefined): type is ModelType {
  return type !== undefined && type.model !== null;
}

/** One use of a relation directive between two models. */
export interface RelationUse extends FieldUse {
  readonly type: ModelType;
  readonly related: ModelType;
}

/** The use with its related model, or `null` where one side is no model, which it reports. */
export function relationUse(use: FieldUse): RelationUse | null {
  const { draft, type, field, directive, report } = use;
  const name = directive.name.value;
  const relatedName = namedType(field.type);
  if (!isModelType(type)) {
    const message = `@${name} must be on an @model object type field.`;
    report('relation-not-on-model', directive, message, `Add @model to '${type.name}', or remove @${name}.`);
  }
  const related = draft.types.get(relatedName);
  if (!isModelType(related) && isKnownType(draft, field.type)) {
    const message = `Object type ${relatedName} must be annotated with @model.`;
    const hint = related === undefined ? `Remove @${name} from this field.` : `Add @model to '${relatedName}'.`;
    report('relation-to-non-model', directive, message, hint);
  }
  return isModelType(type) && isModelType(related) ? { ...use, type, related } : null;
}

/** Which of its three forms a relation directive has; `null` where its arguments contradict, which it reports. */
export type RelationForm =
  | { readonly style: 'references'; readonly references: readonly string[] }
  | { readonly style: 'fields'; readonly fields: readonly string[] }
  | { readonly style: 'implicit' };

export function relationForm({ field, directive, report, arguments: given }: FieldUse): RelationForm | null {
  const name = directive.name.value;
  const references = stringList(given.references);
  const fields = stringList(given.fields);
  if (references !== null) {
    if (fields !== null) {
      const message = `fields and references cannot be defined in the same ${name}. Use 'references'`;
      report('relation-fields-and-references', directive, message);
      return null;
    }
    if (references.length > 0) return { style: 'references', references };
    const message = `Invalid @${name} directive on ${field.name} - empty references list`;
    report('relation-empty-references', directive, message);
    return null;
  }
  if (fields === null) return { style: 'implicit' };
  if (fields.length > 0) return { style: 'fields', fields };
  const hint = `Name the fields, or leave 'fields' out for the default.`;
  report('relation-empty-fields', directive, `No fields passed to @${name} directive.`, hint);
  return null;
}

/** Whether each name is a scalar or enum field of `type`; reports those that are not. */
export function checkFields(
  { draft, directive, report }: FieldUse,
  type: ModelType,
  names: readonly string[],
  argument: 'fields' | 'references' | 'reference fields',
): boolean {
  let sound = true;
  for (const name of names) {
    // Only what is written: neither an added id nor another relation's foreign key may be named.
    const found = type.fields.get(name)?.type;
    if (found === undefined) {
      const message = `${name} is not a field in ${type.name}`;
      report('relation-field-missing', directive, message, didYouMean(name, type.fields.keys()));
      sound = false;
    } else if (isKnownType(draft, found) && !isScalarOrEnum(draft, found)) {
      const message = `All ${argument} provided to @${directive.name.value} must be scalar or enum fields.`;
      report('relation-field-not-scalar', directive, message, `'${type.name}.${name}' is neither.`);
      sound = false;
    }
  }
  return sound;
}

/**
 * Whether the `fields` of a relation fit a key of the related model, field by field. A single field may stand for the
 * hash field of a longer key where `partial` is set.
 */
export function checkKeyTypes(
  { type, field, directive, report, related }: RelationUse,
  fields: readonly string[],
  key: readonly string[],
  partial: boolean,
): void {
  const name = directive.name.value;
  if (fields.length === 1 && key.length > 1 && !partial) {
    const message =
      `Invalid @${name} on ${type.name}:${field.name}. ` +
      `Provided fields do not match the size of primary key(s) for ${related.name}`;
    report('relation-partial-sort-key', directive, message, `Name a field for each of: ${key.join(', ')}.`);
    return;
  }
  const mismatched = (from: string, to: string) => {
    const fromType = fieldType(type, from);
    const toType = fieldType(related, to);
    if (fromType === null || toType === null || namedType(fromType) === namedType(toType)) return false;
    const message = `${from} field is not of type ${namedType(toType)}`;
    const hint = `'${type.name}.${from}' refers to '${related.name}.${to}', so give both the same type.`;
    report('relation-field-type-mismatch', directive, message, hint);
    return true;
  };
  const [hash = '', ...sort] = fields;
  if (mismatched(hash, key[0] ?? '')) return;
  if (sort.length > 0 && fields.length !== key.length) {
    const message = `Invalid @${name} directive on ${field.name}. Partial sort keys are not accepted.`;
    report('relation-partial-sort-key', directive, message, `Name a field for each of: ${key.join(', ')}.`);
    return;
  }
  sort.forEach((from, index) => void mismatched(from, key[index + 1]!));
}
