import { capitalize } from '../../api/naming/capitalize.ts';
import type { AuthOperation, AuthRule } from '../../ir/auth-rule.ts';
import type { Model } from '../../ir/data-model.ts';
import type { AuthRuleAttribute, ModelAttribute } from './model-introspection-types.ts';

const readOperations: readonly AuthOperation[] = ['get', 'list', 'listen', 'search', 'sync'];

/** The directives of a model as attributes: `model`, `searchable`, `mapsTo`, one `key` per key, `auth`. */
export function modelAttributes(model: Model): readonly ModelAttribute[] {
  const { custom, fields } = model.primaryKey;
  return [
    { type: 'model', properties: modelProperties(model) },
    ...searchable(model),
    ...(model.table === model.name ? [] : [{ type: 'mapsTo', properties: { name: model.table } } as const]),
    ...(custom ? [{ type: 'key', properties: { fields } } as const] : []),
    ...model.indexes
      .filter((index) => index.origin === 'declared')
      .map(({ name, queryField, fields }) => ({ type: 'key', properties: { name, queryField, fields } }) as const),
    ...(model.rules === null ? [] : [{ type: 'auth', properties: { rules: model.rules.map(describeRule) } } as const]),
  ];
}

/** Where operations and timestamps differ from their defaults: the client leaves out an operation that is listed. */
function modelProperties(model: Model): Record<string, unknown> {
  const { operations, timestamps } = model;
  const properties: Record<string, unknown> = {};
  const set = (name: string, differing: Record<string, unknown>, isOff: boolean) => {
    if (isOff) properties[name] = null;
    else if (Object.keys(differing).length > 0) properties[name] = differing;
  };
  set(
    'queries',
    renamed<'get' | 'list'>(operations, queryNames(model)),
    operations.get === null && operations.list === null,
  );
  const mutations = [operations.create, operations.update, operations.delete];
  set(
    'mutations',
    renamed<'create' | 'update' | 'delete'>(operations, mutationNames(model)),
    mutations.every((name) => name === null),
  );
  const subscriptions = describeSubscriptions(model);
  set(
    'subscriptions',
    subscriptions,
    model.subscriptionLevel === 'off' || Object.values(subscriptions).filter((names) => names === null).length === 3,
  );
  set(
    'timestamps',
    renamed(timestamps, { createdAt: 'createdAt', updatedAt: 'updatedAt' }),
    timestamps.createdAt === null && timestamps.updatedAt === null,
  );
  return properties;
}

function queryNames({ name, plural }: Model): Record<'get' | 'list', string> {
  return { get: `get${capitalize(name)}`, list: `list${capitalize(plural)}` };
}

function mutationNames({ name }: Model): Record<'create' | 'update' | 'delete', string> {
  const type = capitalize(name);
  return { create: `create${type}`, update: `update${type}`, delete: `delete${type}` };
}

function renamed<Key extends string>(
  given: { readonly [name in Key]: string | null },
  defaults: Readonly<Record<Key, string>>,
): Record<string, string | null> {
  const result: Record<string, string | null> = {};
  for (const key of Object.keys(defaults) as Key[]) if (given[key] !== defaults[key]) result[key] = given[key];
  return result;
}

/** Subscriptions that are off although their mutation exists, or renamed. */
function describeSubscriptions(model: Model): Record<string, readonly string[] | null> {
  const { operations } = model;
  const events = [
    ['onCreate', operations.onCreate, operations.create],
    ['onUpdate', operations.onUpdate, operations.update],
    ['onDelete', operations.onDelete, operations.delete],
  ] as const;
  const result: Record<string, readonly string[] | null> = {};
  for (const [event, names, mutation] of events) {
    if (names.length === 0 && mutation !== null) result[event] = null;
    // Names over 50 characters are shortened, which is no renaming.
    else if (names.some((name) => !`${event}${capitalize(model.name)}`.startsWith(name.slice(0, 45)))) {
      result[event] = names;
    }
  }
  return result;
}

function searchable(model: Model): ModelAttribute[] {
  const { search } = model.operations;
  if (search === null) return [];
  const isDefault = search === `search${capitalize(model.plural)}`;
  return [{ type: 'searchable', properties: isDefault ? {} : { queries: { search } } }];
}

function describeRule(rule: AuthRule): AuthRuleAttribute {
  const { allow, provider } = rule;
  const operations = describeOperations(rule.operations);
  switch (rule.allow) {
    case 'owner':
      return {
        provider,
        ownerField: rule.ownerField,
        allow,
        identityClaim: rule.identityClaim === 'sub::username' ? 'cognito:username' : rule.identityClaim,
        operations,
      };
    case 'groups':
      return rule.groups === null
        ? {
            groupClaim: rule.groupClaim,
            provider,
            allow,
            groupsField: rule.groupsField,
            groupField: 'groups',
            operations,
          }
        : { groupClaim: rule.groupClaim, provider, allow, groups: rule.groups, operations };
    default:
      return { allow, provider, operations };
  }
}

/** `read` in place of its five parts, where all are granted. */
function describeOperations(operations: readonly AuthOperation[]): readonly string[] {
  if (!readOperations.every((part) => operations.includes(part))) return operations;
  const result: string[] = [];
  for (const operation of operations) {
    const name = readOperations.includes(operation) ? 'read' : operation;
    if (!result.includes(name)) result.push(name);
  }
  return result;
}
