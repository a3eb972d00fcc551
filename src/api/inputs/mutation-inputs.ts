import type { ComputedField, Field, Model } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { type Definitions, defineInput } from '../definitions/definitions.ts';
import { createInputName, customTypeInputName, deleteInputName, updateInputName } from '../naming/model-type-names.ts';
import { scalarClass } from '../naming/scalar-class.ts';
import { baseName, named, renamed, withNonNull } from '../type-refs.ts';
import { keyFieldType } from './key-condition-inputs.ts';
import { declaredFields, fieldsOfOrigin, hasDeclared } from './model-fields.ts';

/** Defines `Create<Model>Input` and returns its name. `reference/runtime.md` section 2.2. */
export function defineCreateInput(definitions: Definitions, model: Model): string {
  const name = createInputName(model.name);
  const fields = new Map<string, TypeRef>();
  for (const field of inputFields(definitions, model)) {
    const type = inputType(definitions, field.type);
    fields.set(field.name, isFilledOnCreate(model, field) ? withNonNull(type, false) : type);
  }
  if (!hasDeclared(model, 'id') && !model.primaryKey.custom) fields.set('id', named('ID'));
  defineInput(definitions, name, fields);
  return name;
}

/** Defines `Update<Model>Input` and returns its name: the key required, all else optional. Section 2.3. */
export function defineUpdateInput(definitions: Definitions, model: Model): string {
  const name = updateInputName(model.name);
  const key = model.primaryKey.custom ? model.primaryKey.fields : ['id'];
  const fields = new Map<string, TypeRef>();
  for (const field of inputFields(definitions, model)) {
    fields.set(field.name, withNonNull(inputType(definitions, field.type), key.includes(field.name)));
  }
  if (!hasDeclared(model, 'id') && !model.primaryKey.custom) fields.set('id', named('ID', true));
  defineInput(definitions, name, fields);
  return name;
}

/** Defines `Delete<Model>Input` and returns its name: the key. An implicit or plain `id` is always an ID. Section 2.4. */
export function defineDeleteInput(definitions: Definitions, model: Model): string {
  const name = deleteInputName(model.name);
  defineInput(definitions, name, primaryKeyArguments(model, true));
  return name;
}

/** The primary key's fields as arguments. */
export function primaryKeyArguments(model: Model, nonNull: boolean): [string, TypeRef][] {
  if (!model.primaryKey.custom) return [['id', named('ID', nonNull)]];
  return model.primaryKey.fields.map((name) => [name, named(keyFieldType(model, name), nonNull)]);
}

/** Defines the input form of every custom type the model's fields lead to. */
export function defineCustomTypeInputs(definitions: Definitions, fields: readonly { readonly type: TypeRef }[]): void {
  for (const field of fields) {
    const typeName = baseName(field.type);
    const type = definitions.types.get(typeName);
    if (type?.kind !== 'object' || definitions.models.has(typeName)) continue;
    const name = customTypeInputName(typeName);
    if (definitions.types.has(name)) continue;
    const members = [...type.fields]
      .map(([member, definition]) => ({ name: member, type: definition.type }))
      .filter((member) => isWritable(definitions, member.type));
    defineInput(
      definitions,
      name,
      members.map((member): [string, TypeRef] => [member.name, inputType(definitions, member.type)]),
    );
    defineCustomTypeInputs(definitions, members);
  }
}

/** Fields of create and update inputs: all that can be written. */
function inputFields(definitions: Definitions, model: Model): readonly (Field | ComputedField)[] {
  return [...declaredFields(model), ...fieldsOfOrigin(model, 'foreignKey')].filter((field) =>
    isWritable(definitions, field.type),
  );
}

/** Whether a type has an input form: scalars, enums and custom types; models, interfaces and unions have none. */
function isWritable(definitions: Definitions, type: TypeRef): boolean {
  const name = baseName(type);
  if (scalarClass(name) !== null || definitions.enums.has(name)) return true;
  return definitions.types.get(name)?.kind === 'object' && !definitions.models.has(name);
}

/** Whether create fills the field where it is left out: the id and the timestamps, where their type allows it. */
function isFilledOnCreate(model: Model, field: Field | ComputedField): boolean {
  if (field.type.kind === 'ListType') return false;
  const type = field.type.name;
  if (field.name === 'id') return type === 'ID' || type === 'String';
  const isTimestamp =
    field.name === 'createdAt' ||
    field.name === 'updatedAt' ||
    field.name === model.timestamps.createdAt ||
    field.name === model.timestamps.updatedAt;
  return isTimestamp && (type === 'AWSDateTime' || type === 'String');
}

function inputType(definitions: Definitions, type: TypeRef): TypeRef {
  const name = baseName(type);
  return scalarClass(name) !== null || definitions.enums.has(name) ? type : renamed(type, customTypeInputName(name));
}
