import type { AuthOperation, AuthRule } from '../ir/auth-rule.ts';
import type { Model } from '../ir/data-model.ts';
import { rolesOf } from './role.ts';
import type { Rule } from './rule.ts';

const readOperations: readonly AuthOperation[] = ['get', 'list', 'search', 'listen', 'sync'];

/** Field → role → read operations the role has on it. */
type Access = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<AuthOperation>>>;

/**
 * A required field cannot be withheld from a caller who may read the record: null has no place in it. While the model
 * has subscriptions, every role that reads must read the required fields.
 */
export const readableRequiredFields: Rule = {
  name: 'readable-required-fields',
  check({ models }, report) {
    for (const model of models) {
      if (model.subscriptionLevel !== 'on') continue;
      const names = withheldFields(model);
      if (names.length === 0) continue;
      const message =
        `When using field-level authorization rules you need to add rules to all of the model's required fields with at ` +
        `least read permissions. Found model "${model.name}" with required fields ${JSON.stringify(names)} missing ` +
        `field-level authorization rules.\n\nFor more information visit ` +
        'https://docs.amplify.aws/cli/graphql/authorization-rules/#field-level-authorization-rules';
      const hint = `Give these fields rules that let every reader of '${model.name}' read them, or make them nullable.`;
      report({ code: 'auth-required-field', at: { type: model.name }, message, hint });
    }
  },
};

function withheldFields(model: Model): string[] {
  const declared = [
    ...model.fields
      .filter((field) => field.origin === 'declared')
      .map(({ name, rules, type }) => ({ name, rules, type })),
    ...model.computedFields,
    ...model.relations.map(({ name, rules, required, relation }) => ({
      name,
      rules,
      type: { nonNull: required && relation !== 'hasMany' },
    })),
  ];
  if (declared.every((field) => field.rules === null)) return [];
  const access: Access = new Map(
    declared.map(({ name, rules }) => [name, accessOf(model.name, rules ?? model.rules ?? [])]),
  );
  const readers = new Set<string>();
  for (const roles of access.values()) {
    for (const [role, operations] of roles) if (operations.has('get')) readers.add(role);
  }
  return declared.flatMap(({ name, type }) => {
    if (!type.nonNull) return [];
    const roles = access.get(name)!;
    return readersOf(model.name, roles, readers).every((role) => (roles.get(role)?.size ?? 0) > 0) ? [] : [name];
  });
}

function accessOf(model: string, rules: readonly AuthRule[]): Map<string, Set<AuthOperation>> {
  const access = new Map<string, Set<AuthOperation>>();
  for (const rule of rules) {
    const reads = rule.operations.filter((operation) => readOperations.includes(operation));
    // Of two rules for one role the last counts.
    for (const role of rolesOf(model, rule)) access.set(role, new Set(reads));
  }
  return access;
}

/** Where every signed-in user of a provider may read a field, the provider's other roles need no right of their own. */
function readersOf(
  model: string,
  roles: ReadonlyMap<string, ReadonlySet<AuthOperation>>,
  readers: ReadonlySet<string>,
): string[] {
  const open = ['userPools', 'oidc'].filter(
    (provider) => roles.get(`${model}:${provider}:private`)?.size === readOperations.length,
  );
  return [...readers].filter(
    (role) =>
      !open.some((provider) => role.startsWith(`${model}:${provider}:`) && role !== `${model}:${provider}:private`),
  );
}
