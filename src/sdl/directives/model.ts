import { createHash } from 'node:crypto';
import type { ModelOperations } from '../../ir/data-model.ts';
import { upperFirst } from '../../util/upper-first.ts';
import { addedField } from '../added-field.ts';
import type { Directive, TypeUse } from '../directive.ts';
import { type DirectiveArguments, members, stringList, stringOrNull } from '../directive-arguments.ts';
import { pluralOf } from '../plural-of.ts';

/** `@model`: a table and its operations. */
export const modelDirective: Directive = {
  name: 'model',
  definition: /* GraphQL */ `
    directive @model(
      queries: ModelQueryMap
      mutations: ModelMutationMap
      subscriptions: ModelSubscriptionMap
      timestamps: TimestampConfiguration
    ) on OBJECT
    input ModelMutationMap { create: String update: String delete: String }
    input ModelQueryMap { get: String list: String }
    input ModelSubscriptionMap {
      onCreate: [String]
      onUpdate: [String]
      onDelete: [String]
      level: ModelSubscriptionLevel
    }
    enum ModelSubscriptionLevel { off public on }
    input TimestampConfiguration { createdAt: String updatedAt: String }
  `,
  onType: addModel,
  /** It is a model still, if not with these names. */
  onBroken(use) {
    if (use.on === 'type') addModel({ ...use, arguments: {} });
  },
};

function addModel(use: TypeUse): void {
  const { type, report, directive } = use;
  if (type.root !== null) {
    const message = `'${type.name}' is a reserved type name and currently in use within the default schema element.`;
    report('model-name-reserved', directive, message, 'Give the model another name.');
    return;
  }
  if (type.model !== null) return;
  // The plural of the name as written: a single lower-case letter makes `As`, where `A` makes `AS`.
  const plural = upperFirst(pluralOf(type.name));
  const level = subscriptionLevel(use.arguments);
  type.model = {
    plural,
    table: type.name,
    primaryKey: { fields: ['id'], custom: false },
    keyIsSound: true,
    indexes: [],
    addedFields: new Map(),
    operations: operations(use, plural, level),
    timestamps: timestamps(use.arguments),
    subscriptionLevel: level,
    rules: null,
    rulesAreSound: true,
    joins: null,
  };
  if (!type.fields.has('id')) {
    // Taken away again by `@primaryKey`.
    const id = { kind: 'NamedType', name: 'ID', nonNull: true } as const;
    type.model.addedFields.set('id', addedField('id', id, 'id'));
  }
}

function operations(
  { type, arguments: given }: TypeUse,
  plural: string,
  level: 'on' | 'public' | 'off',
): ModelOperations {
  const name = upperFirst(type.name);
  const create = operation(given, 'mutations', 'create', `create${name}`);
  const update = operation(given, 'mutations', 'update', `update${name}`);
  const remove = operation(given, 'mutations', 'delete', `delete${name}`);
  return {
    get: operation(given, 'queries', 'get', `get${name}`),
    list: operation(given, 'queries', 'list', `list${plural}`),
    search: null,
    create,
    update,
    delete: remove,
    onCreate: create === null || level === 'off' ? [] : subscriptions(given, 'onCreate', name),
    onUpdate: update === null || level === 'off' ? [] : subscriptions(given, 'onUpdate', name),
    onDelete: remove === null || level === 'off' ? [] : subscriptions(given, 'onDelete', name),
  };
}

/** The name given, the default where nothing is, `null` where the argument or its member is null or empty. */
function operation(given: DirectiveArguments, group: string, member: string, byDefault: string): string | null {
  if (given[group] === null) return null;
  const value = members(given[group])[member];
  return value === undefined ? byDefault : stringOrNull(value) || null;
}

/** An empty list leaves the default name; only `null` removes a subscription. */
function subscriptions(given: DirectiveArguments, event: string, model: string): string[] {
  const value = members(given.subscriptions)[event];
  if (value === null) return [];
  const names = value === undefined ? [] : (stringList(value) ?? []);
  return names.length > 0 ? names : [subscriptionName(`${event}${model}`)];
}

/** AppSync takes names of at most 50 characters; the official compiler shortens longer ones like this. */
function subscriptionName(name: string): string {
  if (name.length <= 50) return name;
  return name.slice(0, 45) + createHash('md5').update(name).digest('hex').slice(0, 5);
}

function subscriptionLevel(given: DirectiveArguments): 'on' | 'public' | 'off' {
  if (given.subscriptions === null) return 'off';
  const level = members(given.subscriptions).level;
  return level === 'off' || level === 'public' ? level : 'on';
}

function timestamps(given: DirectiveArguments): { createdAt: string | null; updatedAt: string | null } {
  return {
    createdAt: operation(given, 'timestamps', 'createdAt', 'createdAt'),
    updatedAt: operation(given, 'timestamps', 'updatedAt', 'updatedAt'),
  };
}
