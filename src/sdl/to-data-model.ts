import {
  DEFAULT_DEPRECATION_REASON,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  print,
} from 'graphql';
import type {
  Argument,
  ComputedField,
  CustomOperation,
  DataModel,
  EnumType,
  Field,
  InputType,
  InterfaceType,
  Model,
  NativeAuth,
  ObjectField,
  ObjectType,
  Relation,
  UnionType,
} from '../ir/data-model.ts';
import { addedField } from './added-field.ts';
import { directiveArguments, stringOrNull } from './directive-arguments.ts';
import type { FieldDraft, SchemaDraft, TypeDraft } from './draft.ts';
import { isModelType, type ModelType } from './relation-use.ts';
import { typeRefOf } from './type-ref-of.ts';

/** The finished data model of a draft that all directives have run over. */
export function toDataModel(draft: SchemaDraft): DataModel {
  const types = [...draft.types.values()];
  return {
    kind: 'DataModel',
    settings: draft.settings,
    models: types.filter(isModelType).map((type) => toModel(draft, type)),
    objects: types.filter((type) => isObject(type) && type.root === null && type.model === null).map(toObject),
    interfaces: types.filter((type) => type.node.kind === Kind.INTERFACE_TYPE_DEFINITION).map(toInterface),
    unions: [...draft.unions.values()].map(
      (node): UnionType => ({
        kind: 'UnionType',
        name: node.name.value,
        types: (node.types ?? []).map((type) => type.name.value),
      }),
    ),
    enums: [...draft.enums.values()].map(
      (node): EnumType => ({
        kind: 'EnumType',
        name: node.name.value,
        values: (node.values ?? []).map((value) => value.name.value),
      }),
    ),
    inputs: [...draft.inputs.values()].map(
      (node): InputType => ({
        kind: 'InputType',
        name: node.name.value,
        fields: (node.fields ?? []).map(toArgument),
      }),
    ),
    operations: types.flatMap((type) => [...type.fields.values()].flatMap((field) => toOperation(type, field))),
    ...rootAuth(types),
  };
}

function rootAuth(types: readonly TypeDraft[]): Pick<DataModel, 'rootAuth'> {
  const given = types.flatMap(({ root, nativeAuth }) =>
    root === null || nativeAuth === null ? [] : [[root, nativeAuth]],
  );
  return given.length === 0 ? {} : { rootAuth: Object.fromEntries(given) };
}

/** The `@deprecated` of a field, where it has one. */
function deprecation({ node }: FieldDraft): { readonly deprecated?: string } {
  const directive = node.directives?.find(({ name }) => name.value === 'deprecated');
  if (directive === undefined) return {};
  return { deprecated: stringOrNull(directiveArguments(directive).reason) ?? DEFAULT_DEPRECATION_REASON };
}

/** The `@aws_*` modes of a part of a model, where there are any. */
function native({ nativeAuth }: TypeDraft | FieldDraft): { readonly nativeAuth?: readonly NativeAuth[] } {
  return nativeAuth === null ? {} : { nativeAuth };
}

function toModel(draft: SchemaDraft, type: ModelType): Model {
  const { model } = type;
  const fields = new Map<string, Field>();
  const computedFields: ComputedField[] = [];
  const relations: Relation[] = [];
  for (const field of type.fields.values()) {
    if (field.relation !== null)
      relations.push({ ...field.relation, rules: field.rules, ...native(field), ...deprecation(field) });
    else if (field.handlers.length > 0 || leadsToModel(draft, field)) computedFields.push(toComputedField(field));
    else fields.set(field.name, toField(field));
  }
  for (const field of [...model.addedFields.values(), ...timestampFields(type), ...ownerFields(type)]) {
    if (!type.fields.has(field.name) && !fields.has(field.name)) fields.set(field.name, field);
  }
  return {
    kind: 'Model',
    name: type.name,
    plural: model.plural,
    table: model.table,
    interfaces: interfacesOf(type),
    fields: [...fields.values()],
    computedFields,
    relations,
    primaryKey: model.primaryKey,
    indexes: model.indexes,
    timestamps: model.timestamps,
    operations: model.operations,
    subscriptionLevel: model.subscriptionLevel,
    rules: model.rules,
    ...native(type),
  };
}

/** A field that holds another model without a relation directive has nothing to be loaded by: it reads null. */
function leadsToModel(draft: SchemaDraft, field: FieldDraft): boolean {
  let type = field.type;
  while (type.kind === 'ListType') type = type.of;
  return draft.types.get(type.name)?.model != null;
}

function toField(field: FieldDraft): Field {
  const { name, type, node, validations, rules } = field;
  const given = argumentsOf(node);
  return {
    kind: 'Field',
    name,
    type,
    origin: 'declared',
    ...(given.length > 0 && { arguments: given }),
    default: field.default,
    validations,
    rules,
    ...native(field),
    ...deprecation(field),
  };
}

function toComputedField(field: FieldDraft): ComputedField {
  const { name, type, node, handlers, rules } = field;
  const marks = { ...native(field), ...deprecation(field) };
  return { kind: 'ComputedField', name, type, arguments: argumentsOf(node), handlers, rules, ...marks };
}

/** Owner fields that only a rule names. */
function ownerFields({ model, fields }: ModelType): Field[] {
  const rules = [...(model.rules ?? []), ...[...fields.values()].flatMap((field) => field.rules ?? [])];
  const names = new Set(rules.flatMap((rule) => (rule.allow === 'owner' ? [rule.ownerField] : [])));
  return [...names].map((name) => addedField(name, { kind: 'NamedType', name: 'String', nonNull: false }, 'owner'));
}

function timestampFields({ model }: ModelType): Field[] {
  const { createdAt, updatedAt } = model.timestamps;
  return [createdAt, updatedAt].flatMap((name) =>
    name === null ? [] : [addedField(name, { kind: 'NamedType', name: 'AWSDateTime', nonNull: true }, 'timestamp')],
  );
}

function toObject(type: TypeDraft): ObjectType {
  const fields = [...type.fields.values()].map(toObjectField);
  return { kind: 'ObjectType', name: type.name, interfaces: interfacesOf(type), fields, nativeAuth: type.nativeAuth };
}

function toInterface(type: TypeDraft): InterfaceType {
  return { kind: 'InterfaceType', name: type.name, fields: [...type.fields.values()].map(toObjectField) };
}

function toObjectField(field: FieldDraft): ObjectField {
  const { name, type, node, handlers, rules, nativeAuth } = field;
  const kind = 'ObjectField';
  return { kind, name, type, arguments: argumentsOf(node), handlers, rules, nativeAuth, ...deprecation(field) };
}

function toOperation(parent: TypeDraft, field: FieldDraft): CustomOperation[] {
  if (parent.root === null) return [];
  const { name, type, node, handlers, rules, nativeAuth, mutations } = field;
  const kind = 'CustomOperation';
  const given = argumentsOf(node);
  const marks = deprecation(field);
  return [
    { kind, parent: parent.root, name, type, arguments: given, handlers, rules, nativeAuth, mutations, ...marks },
  ];
}

function argumentsOf(node: FieldDefinitionNode): Argument[] {
  return (node.arguments ?? []).map(toArgument);
}

function toArgument(node: InputValueDefinitionNode): Argument {
  const value = node.defaultValue === undefined ? null : print(node.defaultValue);
  return { kind: 'Argument', name: node.name.value, type: typeRefOf(node.type), default: value };
}

function interfacesOf(type: TypeDraft): string[] {
  return (type.node.interfaces ?? []).map((node) => node.name.value);
}

function isObject(type: TypeDraft): boolean {
  return type.node.kind === Kind.OBJECT_TYPE_DEFINITION;
}
