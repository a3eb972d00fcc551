import type { ComputedField, Field, Model, Relation } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import type { ModelRoles } from '../auth-modes/model-roles.ts';
import { type Definitions, defineInput } from '../definitions/definitions.ts';
import {
  conditionInputName,
  filterInputName,
  subscriptionFilterInputName,
  verbatimFilterInputName,
} from '../naming/model-type-names.ts';
import { listOf, named } from '../type-refs.ts';
import {
  declaredFields,
  type EnumLists,
  fieldsOfOrigin,
  filterTypeName,
  hasDeclared,
  subscriptionFilterTypeName,
} from './model-fields.ts';

/** Defines the filter of the list query, `Model<Model>FilterInput`, and returns its name. `reference/runtime.md` section 4. */
export function defineFilterInput(definitions: Definitions, model: Model, roles: ModelRoles): string {
  const name = filterInputName(model.name);
  const fields = filterable(definitions, storedFields(model), 'nullable');
  if (!hasDeclared(model, 'id')) fields.set('id', named('ModelIDInput'));
  for (const timestamp of timestampNames(model)) setMissing(fields, timestamp, 'ModelStringInput');
  for (const owner of roles.ownerFields) setMissing(fields, owner, 'ModelStringInput');
  defineInput(definitions, name, withCombinators(fields, name, true));
  return name;
}

/**
 * Defines the filter of index queries and returns its name: the list query's, or where there is none (or the model's
 * name starts in lower case, so that its name differs) a smaller one without implicit fields.
 */
export function defineIndexFilterInput(definitions: Definitions, model: Model, roles: ModelRoles): string {
  return defineVerbatimFilter(definitions, model, roles, foreignKeyFields(model), 'all');
}

/**
 * Defines the filter of a hasMany's argument and returns its name: that of index queries, or a smaller one still, which
 * lacks the foreign key of the `first` hasMany that asks for it.
 */
export function defineRelationFilterInput(
  definitions: Definitions,
  model: Model,
  roles: ModelRoles,
  first: Relation,
): string {
  const own = model.relations
    .filter((relation) => !isKeyOfMany(model, relation, definitions.models.get(relation.model)))
    .flatMap((relation) => (relation.foreignKey.on === 'this' ? relation.foreignKey.fields : []));
  const keys = foreignKeyFields(model).filter(
    (field) => own.includes(field.name) || !first.foreignKey.fields.includes(field.name),
  );
  return defineVerbatimFilter(definitions, model, roles, keys, 'none');
}

function defineVerbatimFilter(
  definitions: Definitions,
  model: Model,
  roles: ModelRoles,
  foreignKeys: readonly Field[],
  lists: EnumLists,
): string {
  const name = verbatimFilterInputName(model.name);
  if (definitions.types.has(name)) return name;
  // What is added later is added under the name in Pascal case.
  const extensible = name === filterInputName(model.name);
  const fields = filterable(definitions, [...declaredFields(model), ...(extensible ? foreignKeys : [])], lists);
  if (extensible) for (const owner of roles.ownerFields) setMissing(fields, owner, 'ModelStringInput');
  defineInput(definitions, name, withCombinators(fields, name, true));
  return name;
}

/** Defines `Model<Model>ConditionInput` and returns its name. `reference/runtime.md` section 2.5. */
export function defineConditionInput(definitions: Definitions, model: Model, roles: ModelRoles): string {
  const name = conditionInputName(model.name);
  const fields = filterable(definitions, storedFields(model), 'nullable');
  const id = fields.get('id');
  if (id?.kind === 'NamedType' && id.name === 'ModelIDInput') fields.delete('id');
  for (const timestamp of timestampNames(model)) setMissing(fields, timestamp, 'ModelStringInput');
  // Keys are taken out under the model's name as written, so not for a name in lower case.
  if (name === `Model${model.name}ConditionInput`) {
    if (model.primaryKey.custom) for (const key of ['id', ...model.primaryKey.fields]) fields.delete(key);
    if (model.indexes.some((index) => index.origin === 'declared')) fields.delete('id');
  }
  for (const owner of roles.ownerFields) setMissing(fields, owner, 'ModelStringInput');
  defineInput(definitions, name, withCombinators(fields, name, true));
  return name;
}

/**
 * Defines `ModelSubscription<Model>FilterInput` and returns its name. Fields that rules read are taken out, owner fields
 * come back as text. The foreign key of an implicit hasMany stands here with the parent, not with the child that has it.
 * `reference/runtime.md` section 7.3.
 */
export function defineSubscriptionFilterInput(definitions: Definitions, model: Model, roles: ModelRoles): string {
  const name = subscriptionFilterInputName(model.name);
  const fields = new Map<string, TypeRef>();
  const add = (field: { readonly name: string; readonly type: TypeRef }) => {
    const type = subscriptionFilterTypeName(definitions, field.type);
    if (type !== null && !fields.has(field.name)) fields.set(field.name, named(type));
  };
  for (const field of declaredFields(model)) add(field);
  if (!hasDeclared(model, 'id')) fields.set('id', named('ModelSubscriptionIDInput'));
  for (const timestamp of timestampNames(model)) setMissing(fields, timestamp, 'ModelSubscriptionStringInput');
  for (const relation of model.relations) {
    const related = definitions.models.get(relation.model);
    if (related === undefined || relation.manyToMany !== null || isKeyOfMany(model, relation, related)) continue;
    const holder = relation.foreignKey.on === 'this' ? model : related;
    for (const field of foreignKeyFields(holder)) {
      if (relation.foreignKey.fields.includes(field.name)) add(field);
    }
  }
  for (const dynamic of roles.dynamicFields) fields.delete(dynamic);
  for (const owner of roles.ownerFields) fields.set(owner, named('ModelStringInput'));
  defineInput(definitions, name, withCombinators(fields, name, false));
  return name;
}

/** Whether a belongsTo uses the foreign key that a hasMany of the related model defined. */
function isKeyOfMany(model: Model, relation: Relation, related: Model | undefined): boolean {
  if (relation.relation !== 'belongsTo' || related === undefined) return false;
  const key = relation.foreignKey.fields.join('#');
  return related.relations.some(
    (other) => other.relation === 'hasMany' && other.model === model.name && other.foreignKey.fields.join('#') === key,
  );
}

function storedFields(model: Model): readonly (Field | ComputedField)[] {
  return [...declaredFields(model), ...foreignKeyFields(model)];
}

function foreignKeyFields(model: Model): readonly Field[] {
  return fieldsOfOrigin(model, 'foreignKey');
}

function filterable(
  definitions: Definitions,
  fields: readonly { readonly name: string; readonly type: TypeRef }[],
  lists: EnumLists,
): Map<string, TypeRef> {
  const result = new Map<string, TypeRef>();
  for (const field of fields) {
    const type = filterTypeName(definitions, field.type, lists);
    if (type !== null) result.set(field.name, named(type));
  }
  return result;
}

function setMissing(fields: Map<string, TypeRef>, name: string, type: string): void {
  if (!fields.has(name)) fields.set(name, named(type));
}

function timestampNames(model: Model): string[] {
  return [model.timestamps.createdAt, model.timestamps.updatedAt].filter((name) => name !== null);
}

function withCombinators(fields: ReadonlyMap<string, TypeRef>, name: string, not: boolean): Map<string, TypeRef> {
  const result = new Map(fields).set('and', listOf(named(name))).set('or', listOf(named(name)));
  return not ? result.set('not', named(name)) : result;
}
