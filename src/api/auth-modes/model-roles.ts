import type { AuthOperation, AuthRule } from '../../ir/auth-rule.ts';
import type { AuthMode, Model } from '../../ir/data-model.ts';
import { hasDeclared } from '../inputs/model-fields.ts';
import { providerMode } from './provider-mode.ts';

/** One kind of caller that a model's rules name, and what it may do to which field. */
interface Role {
  readonly mode: AuthMode;
  /** Owner field of an owner role. */
  readonly ownerField: string | null;
  /** Field to operations. */
  readonly grants: Map<string, ReadonlySet<AuthOperation>>;
}

/** What the schema must know of a model's rules. `reference/authorization.md` sections 1.5 and 7. */
export interface ModelRoles {
  /** Modes of all rules; `null` for a model without any, on itself or a field. */
  readonly modes: ReadonlySet<AuthMode> | null;
  /** Modes in which an operation is granted on some field; for `delete` on every field. */
  modesFor(operation: AuthOperation): ReadonlySet<AuthMode>;
  /** Owner fields of all rules. */
  readonly ownerFields: readonly string[];
  /** Owner and group fields of all rules. */
  readonly dynamicFields: readonly string[];
  /** Single-valued owner fields whose rules allow to listen: the arguments of subscriptions. */
  readonly subscriptionArguments: readonly string[];
}

/** Resolves a model's rules and those of its fields, which replace the model's for the field. */
export function modelRoles(model: Model): ModelRoles {
  const resources = [
    ...model.fields.filter((field) => field.origin === 'declared'),
    ...model.computedFields,
    ...model.relations,
  ];
  const roles = new Map<string, Role>();
  const grant = (rules: readonly AuthRule[], names: readonly string[]) => {
    for (const rule of rules) {
      for (const key of roleKeys(rule)) {
        const role = roles.get(key) ?? newRole(rule);
        roles.set(key, role);
        const operations = new Set(rule.operations);
        for (const name of names) role.grants.set(name, operations);
      }
    }
  };
  if (model.rules !== null) {
    grant(
      model.rules,
      resources.map((resource) => resource.name),
    );
  }
  for (const resource of resources) {
    if (resource.rules === null) continue;
    for (const role of roles.values()) role.grants.delete(resource.name);
    grant(resource.rules, [resource.name]);
  }

  const all = [...roles.values()];
  const hasRules = model.rules !== null || resources.some((resource) => resource.rules !== null);
  const rules = [...(model.rules ?? []), ...resources.flatMap((resource) => resource.rules ?? [])];
  const granted = (role: Role, operation: AuthOperation) =>
    operation === 'delete'
      ? resources.every((resource) => role.grants.get(resource.name)?.has('delete'))
      : resources.some((resource) => role.grants.get(resource.name)?.has(operation));
  return {
    modes: hasRules ? new Set(all.map((role) => role.mode)) : null,
    modesFor: (operation) => new Set(all.filter((role) => granted(role, operation)).map((role) => role.mode)),
    ownerFields: unique(rules.map((rule) => (rule.allow === 'owner' ? rule.ownerField : null))),
    dynamicFields: unique(
      rules.map((rule) =>
        rule.allow === 'owner' ? rule.ownerField : rule.allow === 'groups' ? rule.groupsField : null,
      ),
    ),
    subscriptionArguments: unique(
      all.map((role) =>
        role.ownerField !== null && !isList(model, role.ownerField) && granted(role, 'listen') ? role.ownerField : null,
      ),
    ),
  };
}

function newRole(rule: AuthRule): Role {
  return {
    mode: providerMode(rule.provider),
    ownerField: rule.allow === 'owner' ? rule.ownerField : null,
    grants: new Map(),
  };
}

/** Rules with one key are one role; a list of groups is one role for each. */
function roleKeys(rule: AuthRule): string[] {
  const prefix = `${rule.provider}:${rule.allow}`;
  switch (rule.allow) {
    case 'owner':
      return [`${prefix}:${rule.ownerField}:${rule.identityClaim}`];
    case 'groups':
      return rule.groups === null
        ? [`${prefix}:field:${rule.groupsField}:${rule.groupClaim}`]
        : rule.groups.map((group) => `${prefix}:group:${group}:${rule.groupClaim}`);
    default:
      return [prefix];
  }
}

function isList(model: Model, name: string): boolean {
  return (
    hasDeclared(model, name) && model.fields.some((field) => field.name === name && field.type.kind === 'ListType')
  );
}

function unique(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))];
}
