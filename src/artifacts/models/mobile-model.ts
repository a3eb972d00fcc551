import { createHash } from 'node:crypto';
import type { DataModel, Model } from '../../ir/data-model.ts';
import type {
  AuthRuleAttribute,
  IntrospectionField,
  IntrospectionType,
  ModelAttribute,
  ModelDescription,
} from '../introspection/model-introspection-types.ts';
import { modelIntrospection } from '../model-introspection.ts';
import type { FieldOrder } from './field-order.ts';

/** A data model as the generators for Java, Swift and Dart see it. */
export interface MobileModels {
  /** Changes with the models, enums and other types: the libraries clear their local store then. */
  readonly version: string;
  readonly models: readonly MobileModel[];
  readonly objects: readonly MobileObject[];
  readonly enums: readonly { readonly name: string; readonly values: readonly string[] }[];
}

export interface MobileObject {
  readonly name: string;
  readonly fields: readonly MobileField[];
}

export interface MobileModel extends MobileObject {
  readonly pluralName: string;
  /** Field names of the primary key, the sort fields last. */
  readonly keyFields: readonly string[];
  /** Whether the key is another than a generated `id`. */
  readonly isCustomKey: boolean;
  readonly rules: readonly MobileRule[];
  /** The name is `null` for the primary key. */
  readonly indexes: readonly { readonly name: string | null; readonly fields: readonly string[] }[];
}

export interface MobileRule
  extends Pick<
    AuthRuleAttribute,
    'ownerField' | 'identityClaim' | 'groups' | 'groupsField' | 'groupClaim' | 'provider'
  > {
  readonly allow: 'public' | 'private' | 'owner' | 'groups';
  readonly operations: readonly ('create' | 'update' | 'delete' | 'read')[];
}

export interface MobileField {
  readonly name: string;
  readonly kind: 'scalar' | 'enum' | 'object' | 'model';
  /** Of one element, for a list. */
  readonly type: string;
  readonly isList: boolean;
  /** Whether the value, for a list the list, is never null. */
  readonly isRequired: boolean;
  readonly isElementRequired: boolean;
  readonly isReadOnly: boolean;
  /** Whether it is the generated `id`. */
  readonly isId: boolean;
  readonly relation: MobileRelation | null;
}

export interface MobileRelation {
  readonly kind: 'hasMany' | 'hasOne' | 'belongsTo';
  readonly style: 'fields' | 'references';
  /** The field of the related model that leads back, or that holds the key; empty for a belongsTo. */
  readonly associatedWith: string;
  /** The fields of this model that hold the key. */
  readonly targetNames: readonly string[];
}

/** What generators of mobile models need of a data model; `order` is that of the fields in its source. */
export function mobileModels(source: DataModel, order: FieldOrder): MobileModels {
  const { models, nonModels, enums } = modelIntrospection(source);
  const relations = new Map(source.models.map((model) => [model.name, model]));
  return {
    version: createHash('md5')
      .update(JSON.stringify([models, nonModels, enums]))
      .digest('hex'),
    models: Object.values(models).map((model) =>
      describe(model, models, relations.get(model.name), order.get(model.name) ?? []),
    ),
    objects: Object.values(nonModels).map(({ name, fields }) => ({
      name,
      fields: Object.values(fields).map((field) => ({ ...describeField(field), isId: false, relation: null })),
    })),
    enums: Object.values(enums),
  };
}

type Models = Readonly<Record<string, ModelDescription>>;

function describe(
  model: ModelDescription,
  models: Models,
  source: Model | undefined,
  declared: readonly string[],
): MobileModel {
  const { isCustomPrimaryKey, primaryKeyFieldName, sortKeyFieldNames } = model.primaryKeyInfo;
  const keyFields = [primaryKeyFieldName, ...sortKeyFieldNames];
  const hidden = heldByRelations(model);
  return {
    name: model.name,
    pluralName: model.pluralName,
    keyFields,
    isCustomKey: isCustomPrimaryKey,
    rules: model.attributes.flatMap(rulesOf),
    indexes: model.attributes.flatMap((attribute) =>
      attribute.type === 'key'
        ? [{ name: attribute.properties.name ?? null, fields: attribute.properties.fields }]
        : [],
    ),
    fields: inOrder(Object.values(model.fields), declared)
      .filter(({ name }) => !hidden.has(name) || keyFields.includes(name))
      .map((field) => ({
        ...describeField(field),
        isId: field.name === 'id' && !isCustomPrimaryKey && (field.type === 'ID' || field.type === 'String'),
        relation: relationOf(field, model, models, source),
      })),
  };
}

/** An `id` that the source leaves out comes first, and what the compiler adds comes last. */
function inOrder(fields: readonly IntrospectionField[], declared: readonly string[]): readonly IntrospectionField[] {
  const place = ({ name }: IntrospectionField) => {
    const index = declared.indexOf(name);
    if (index >= 0) return index;
    return name === 'id' ? -1 : declared.length;
  };
  return fields.toSorted((one, other) => place(one) - place(other));
}

/** A belongsTo stands for the fields that hold its key. */
function heldByRelations(model: ModelDescription): ReadonlySet<string> {
  return new Set(
    Object.values(model.fields).flatMap(({ association }) =>
      association?.connectionType === 'BELONGS_TO' ? association.targetNames : [],
    ),
  );
}

function describeField(field: IntrospectionField): Omit<MobileField, 'isId' | 'relation'> {
  const { name, isArray: isList, isRequired, isArrayNullable } = field;
  return {
    name,
    ...describeType(field.type),
    isList,
    isRequired: isList ? isArrayNullable === false : isRequired,
    isElementRequired: isRequired,
    isReadOnly: field.isReadOnly === true,
  };
}

function describeType(type: IntrospectionType): Pick<MobileField, 'kind' | 'type'> {
  if (typeof type === 'string') return { kind: 'scalar', type };
  if ('enum' in type) return { kind: 'enum', type: type.enum };
  if ('model' in type) return { kind: 'model', type: type.model };
  return { kind: 'object', type: 'nonModel' in type ? type.nonModel : type.input };
}

function relationOf(
  { name, type, association }: IntrospectionField,
  model: ModelDescription,
  models: Models,
  source: Model | undefined,
): MobileRelation | null {
  if (association === undefined || typeof type === 'string' || !('model' in type)) return null;
  const style = source?.relations.find((each) => each.name === name)?.style ?? 'fields';
  if (association.connectionType === 'BELONGS_TO') {
    return { kind: 'belongsTo', style, associatedWith: '', targetNames: association.targetNames };
  }
  const back = Object.values(models[type.model]?.fields ?? {}).filter(
    (field) =>
      field.association?.connectionType === 'BELONGS_TO' &&
      typeof field.type !== 'string' &&
      'model' in field.type &&
      field.type.model === model.name,
  );
  const { associatedWith } = association;
  const targetsOf = (field: IntrospectionField) =>
    field.association?.connectionType === 'BELONGS_TO' ? field.association.targetNames.join() : '';
  const [first = ''] = associatedWith;
  const isHasOneByFields = association.connectionType === 'HAS_ONE' && association.targetNames.length > 0;
  const found = back.find((field) => field.name === first || targetsOf(field) === associatedWith.join());
  return {
    kind: association.connectionType === 'HAS_MANY' ? 'hasMany' : 'hasOne',
    style,
    associatedWith: (found ?? (isHasOneByFields ? back[0] : undefined))?.name ?? first,
    targetNames: association.connectionType === 'HAS_ONE' ? association.targetNames : [],
  };
}

/** Rules of functions are none that a device could evaluate; the operations of devices are four. */
function rulesOf(attribute: ModelAttribute): readonly MobileRule[] {
  if (attribute.type !== 'auth') return [];
  return attribute.properties.rules.flatMap(({ allow, operations, ...rule }) => {
    if (allow === 'custom') return [];
    const four = operations.map((each) =>
      each === 'create' || each === 'update' || each === 'delete' ? each : ('read' as const),
    );
    return [{ ...rule, allow, operations: [...new Set(four)] }];
  });
}
