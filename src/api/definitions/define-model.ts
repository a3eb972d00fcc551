import type { Model, Relation } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import type { ModelRoles } from '../auth-modes/model-roles.ts';
import { nativeModes } from '../auth-modes/native-modes.ts';
import { type KeyShape, keyFieldType, sortKeyArgument } from '../inputs/key-condition-inputs.ts';
import {
  defineConditionInput,
  defineFilterInput,
  defineIndexFilterInput,
  defineRelationFilterInput,
  defineSubscriptionFilterInput,
} from '../inputs/model-filter-inputs.ts';
import {
  defineCreateInput,
  defineCustomTypeInputs,
  defineDeleteInput,
  defineUpdateInput,
  primaryKeyArguments,
} from '../inputs/mutation-inputs.ts';
import { searchField } from '../inputs/searchable-types.ts';
import { connectionName, verbatimConnectionName } from '../naming/model-type-names.ts';
import { listOf, named } from '../type-refs.ts';
import { computedField, storedField } from './define-source-types.ts';
import { type Definitions, define, field, object, rootType, values } from './definitions.ts';
import type { FieldDefinition } from './type-definition.ts';

const paging: readonly (readonly [string, TypeRef])[] = [
  ['limit', named('Int')],
  ['nextToken', named('String')],
];
const sortDirection = ['sortDirection', named('ModelSortDirection')] as const;

/** Defines a model's object type; its relation fields follow with `defineRelations`. */
export function defineModelType(definitions: Definitions, model: Model): void {
  const fields = new Map<string, FieldDefinition>();
  for (const each of model.fields) fields.set(each.name, storedField(definitions, model.name, each));
  for (const each of model.computedFields) fields.set(each.name, computedField(definitions, model.name, each));
  define(definitions, { ...object(model.name, fields, model.interfaces), modes: nativeModes(model.nativeAuth) });
}

/** Defines a model's queries, mutations and subscriptions with all their inputs. */
export function defineModelOperations(definitions: Definitions, model: Model, roles: ModelRoles): void {
  defineCustomTypeInputs(definitions, [...model.fields, ...model.computedFields]);
  defineQueries(definitions, model, roles);
  defineMutations(definitions, model, roles);
  defineSubscriptions(definitions, model, roles);
  for (const index of model.indexes) defineIndexQuery(definitions, model, roles, index);
  if (model.operations.search !== null) {
    rootType(definitions, 'Query').fields.set(model.operations.search, searchField(definitions, model));
  }
}

/** Adds a model's relation fields to its type. All models' operations have to be defined. */
export function defineRelations(definitions: Definitions, model: Model, roles: ReadonlyMap<string, ModelRoles>): void {
  const type = definitions.types.get(model.name);
  if (type?.kind !== 'object') return;
  for (const relation of model.relations) {
    const related = definitions.models.get(relation.model);
    const relatedRoles = roles.get(relation.model);
    if (related === undefined || relatedRoles === undefined) continue;
    const operation = { kind: 'relation', model, relation, related } as const;
    const modes = nativeModes(relation.nativeAuth);
    const { deprecated } = relation;
    if (relation.relation === 'hasMany') {
      const args = values(hasManyArguments(definitions, relation, related, relatedRoles));
      const connection = named(defineConnection(definitions, verbatimConnectionName(related.name), related));
      type.fields.set(relation.name, field(connection, { arguments: args, operation, modes, deprecated }));
    } else {
      type.fields.set(relation.name, field(named(related.name, relation.required), { operation, modes, deprecated }));
    }
  }
}

function hasManyArguments(
  definitions: Definitions,
  relation: Relation,
  related: Model,
  relatedRoles: ModelRoles,
): (readonly [string, TypeRef])[] {
  const key = argumentKey(relation, related);
  const sort = key === null ? null : sortKeyArgument(definitions, related, key);
  return [
    ...(sort === null ? [] : [sort]),
    ['filter', named(defineRelationFilterInput(definitions, related, relatedRoles, relation))],
    sortDirection,
    ...paging,
  ];
}

/**
 * The key whose sort part is an argument of a hasMany: the one looked up, if the relation gives its hash field only.
 * Where the foreign key is implicit it is the primary key of the related model: the official compiler offers such an
 * argument, though a request that uses it fails.
 */
function argumentKey(relation: Relation, related: Model): KeyShape | null {
  const index = related.indexes.find((each) => each.name === relation.lookup.index);
  const isImplicit = index?.origin === 'relation' && relation.style === 'fields';
  if (!isImplicit && relation.lookup.from.length > 1) return null;
  if (isImplicit || index === undefined) return { index: null, fields: related.primaryKey.fields };
  return { index: index.name, fields: index.fields };
}

function defineQueries(definitions: Definitions, model: Model, roles: ModelRoles): void {
  const { get, list } = model.operations;
  if (get !== null) {
    rootType(definitions, 'Query').fields.set(
      get,
      field(named(model.name), {
        arguments: values(primaryKeyArguments(model, true)),
        operation: { kind: 'get', model },
      }),
    );
  }
  const { custom, fields } = model.primaryKey;
  // The key's inputs exist with the key, whether or not the list query does.
  const sort = custom ? sortKeyArgument(definitions, model, { index: null, fields }) : null;
  if (list !== null) {
    const key: (readonly [string, TypeRef])[] = custom
      ? [[fields[0], named(keyFieldType(model, fields[0]))], ...(sort === null ? [] : [sort]), sortDirection]
      : [];
    const filter = named(defineFilterInput(definitions, model, roles));
    rootType(definitions, 'Query').fields.set(
      list,
      field(named(defineConnection(definitions, connectionName(model.name), model)), {
        arguments: values([...key, ['filter', filter], ...paging]),
        operation: { kind: 'list', model },
      }),
    );
  }
}

function defineIndexQuery(
  definitions: Definitions,
  model: Model,
  roles: ModelRoles,
  index: Model['indexes'][number],
): void {
  const { queryField, fields } = index;
  if (index.origin === 'relation' && queryField === null) return;
  const sort = sortKeyArgument(definitions, model, { index: index.name, fields });
  if (queryField === null) return;
  const filter = named(defineIndexFilterInput(definitions, model, roles));
  rootType(definitions, 'Query').fields.set(
    queryField,
    field(named(defineConnection(definitions, verbatimConnectionName(model.name), model)), {
      arguments: values([
        [fields[0], named(keyFieldType(model, fields[0]), true)],
        ...(sort === null ? [] : [sort]),
        sortDirection,
        ['filter', filter],
        ...paging,
      ]),
      operation: { kind: 'indexQuery', model, index },
    }),
  );
}

function defineMutations(definitions: Definitions, model: Model, roles: ModelRoles): void {
  const mutations = [
    { kind: 'create', name: model.operations.create, defineInput: defineCreateInput },
    { kind: 'update', name: model.operations.update, defineInput: defineUpdateInput },
    { kind: 'delete', name: model.operations.delete, defineInput: defineDeleteInput },
  ] as const;
  for (const { kind, name, defineInput } of mutations) {
    if (name === null) continue;
    rootType(definitions, 'Mutation').fields.set(
      name,
      field(named(model.name), {
        arguments: values([
          ['input', named(defineInput(definitions, model), true)],
          ['condition', named(defineConditionInput(definitions, model, roles))],
        ]),
        operation: { kind, model },
      }),
    );
  }
}

function defineSubscriptions(definitions: Definitions, model: Model, roles: ModelRoles): void {
  const { operations } = model;
  const events = [
    { event: 'create', names: operations.onCreate, mutation: operations.create },
    { event: 'update', names: operations.onUpdate, mutation: operations.update },
    { event: 'delete', names: operations.onDelete, mutation: operations.delete },
  ] as const;
  const owners = model.subscriptionLevel === 'on' ? roles.subscriptionArguments : [];
  for (const { event, names, mutation } of events) {
    if (mutation === null) continue;
    for (const name of names) {
      rootType(definitions, 'Subscription').fields.set(
        name,
        field(named(model.name), {
          arguments: values([
            ['filter', named(defineSubscriptionFilterInput(definitions, model, roles))],
            ...owners.map((owner) => [owner, named('String')] as const),
          ]),
          operation: { kind: 'subscribe', model, event },
          mutations: [mutation],
        }),
      );
    }
  }
}

function defineConnection(definitions: Definitions, name: string, model: Model): string {
  define(
    definitions,
    object(name, [
      ['items', field(listOf(named(model.name), true))],
      ['nextToken', field(named('String'))],
    ]),
  );
  return name;
}
