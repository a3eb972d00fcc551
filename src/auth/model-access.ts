import type { AuthOperation, AuthProvider, AuthRule } from '../ir/auth-rule.ts';
import type { ApiSettings, Model, NativeAuth } from '../ir/data-model.ts';
import { type Role, rolesOf } from './role.ts';

/** Roles by provider, in the order they are tried: those that need no record first. */
export type RolesByProvider = Readonly<Record<AuthProvider, readonly Role[]>>;

/** `read` stands for any of get, list, search, sync and listen; `write` for update or delete. */
export type RoleOperation = AuthOperation | 'read' | 'write';

/** The rules of one model, worked out once: who passes for which operation, on the record and on its fields. */
export interface ModelAccess {
  readonly model: Model;
  /** Roles that pass the operation on the record. A role counts when it has the operation on any declared field. */
  readonly gates: Readonly<Record<RoleOperation, RolesByProvider>>;
  /** Roles that have `delete` on every declared field; only these delete a record. */
  readonly fullDelete: RolesByProvider;
  /** Declared fields, relations and computed fields, grouped by the rules that hold for them. */
  readonly classes: readonly FieldClass[];
  /** Class of a declared field. Ids, timestamps, added owner and foreign key fields have none and are unrestricted. */
  readonly classOf: ReadonlyMap<string, FieldClass>;
  /** Fields, relations and computed fields that `@aws_*` directives open to some modes only, whatever the rules say. */
  readonly nativeFields: readonly { readonly name: string; readonly native: readonly NativeAuth[] }[];
  /** Every rule with the field it stands on (`null`: the model), for explanations. */
  readonly rules: readonly { readonly field: string | null; readonly rule: AuthRule }[];
}

/** Fields under the same rules: either all without rules of their own, or those of equal own rules. */
export interface FieldClass {
  readonly fields: readonly string[];
  /** Whether the rules stand on the fields themselves, not on the model. */
  readonly own: boolean;
  readonly roles: Readonly<Record<RoleOperation, RolesByProvider>>;
  /** Whether some role that reads the model does not read these fields: only then is there anything to check. */
  readonly guarded: boolean;
}

const readParts: readonly AuthOperation[] = ['get', 'list', 'listen', 'search', 'sync'];
const operations: readonly AuthOperation[] = ['create', 'update', 'delete', ...readParts];
const roleOperations: readonly RoleOperation[] = [...operations, 'read', 'write'];

const sandboxRule: AuthRule = { kind: 'AuthRule', allow: 'public', provider: 'apiKey', operations };

export function compileModelAccess(model: Model, settings: ApiSettings): ModelAccess {
  const modelRules = model.rules ?? (settings.sandboxMode ? [sandboxRule] : []);
  const groups = groupFields(model, modelRules);
  const grants = groups.map(({ rules }) =>
    rules.flatMap((rule) =>
      rolesOf(rule)
        .filter((role) => isDecidable(role, model))
        .map((role) => ({ role, rule })),
    ),
  );
  const rolesWith = (group: number, operation: RoleOperation) =>
    distinct(grants[group]!.filter(({ rule }) => includes(rule, operation)).map(({ role }) => role));

  const everyGroup = groups.map((_, group) => group);
  const gate = (operation: RoleOperation) => distinct(everyGroup.flatMap((group) => rolesWith(group, operation)));
  const deletes = everyGroup.map((group) => new Set(rolesWith(group, 'delete').map((role) => role.key)));

  const classes = groups.map(({ fields, own }, group): FieldClass => {
    const readers = new Set(rolesWith(group, 'read').map((role) => role.key));
    return {
      fields,
      own,
      roles: perOperation((operation) => byProvider(rolesWith(group, operation))),
      guarded: gate('read').some((role) => !readers.has(role.key)),
    };
  });

  return {
    model,
    gates: perOperation((operation) => byProvider(gate(operation))),
    fullDelete: byProvider(gate('delete').filter((role) => deletes.every((keys) => keys.has(role.key)))),
    classes,
    classOf: new Map(classes.flatMap((entry) => entry.fields.map((field) => [field, entry] as const))),
    nativeFields: [...model.fields, ...model.relations, ...model.computedFields].flatMap(({ name, nativeAuth }) =>
      nativeAuth === undefined ? [] : [{ name, native: nativeAuth }],
    ),
    rules: [
      ...modelRules.map((rule) => ({ field: null, rule })),
      ...ownRules(model).flatMap(({ name, rules }) => (rules ?? []).map((rule) => ({ field: name, rule }))),
    ],
  };
}

/**
 * Declared fields by their rules. Model rules of a model whose every field has rules of its own grant nothing, as in
 * the official compiler; a model without declared fields has the model's rules alone.
 */
function groupFields(model: Model, modelRules: readonly AuthRule[]) {
  const groups = new Map<string, { rules: readonly AuthRule[]; own: boolean; fields: string[] }>();
  for (const { name, rules } of ownRules(model)) {
    const key = rules === null ? '' : JSON.stringify(rules);
    const group = groups.get(key) ?? { rules: rules ?? modelRules, own: rules !== null, fields: [] };
    group.fields.push(name);
    groups.set(key, group);
  }
  if (groups.size === 0) groups.set('', { rules: modelRules, own: false, fields: [] });
  return [...groups.values()];
}

function ownRules(model: Model): readonly { readonly name: string; readonly rules: readonly AuthRule[] | null }[] {
  const declared = model.fields.filter((field) => field.origin === 'declared');
  return [...declared, ...model.computedFields, ...model.relations];
}

/** A role about a field the model does not have admits nobody. */
export function isDecidable({ test }: Role, model: Model): boolean {
  return test.kind !== 'groupField' || model.fields.some((field) => field.name === test.field);
}

function includes(rule: AuthRule, operation: RoleOperation): boolean {
  if (operation === 'read') return readParts.some((part) => rule.operations.includes(part));
  if (operation === 'write') return rule.operations.includes('update') || rule.operations.includes('delete');
  return rule.operations.includes(operation);
}

function distinct(roles: readonly Role[]): readonly Role[] {
  return [...new Map(roles.map((role) => [role.key, role] as const)).values()];
}

const ranks: Readonly<Record<Role['test']['kind'], number>> = {
  anyone: 0,
  guest: 0,
  signedIn: 0,
  group: 1,
  owner: 2,
  groupField: 3,
};

function byProvider(roles: readonly Role[]): RolesByProvider {
  const sorted = roles.toSorted((a, b) => ranks[a.test.kind] - ranks[b.test.kind]);
  const of = (provider: AuthProvider) => sorted.filter((role) => role.provider === provider);
  return {
    apiKey: of('apiKey'),
    userPools: of('userPools'),
    oidc: of('oidc'),
    identityPool: of('identityPool'),
    function: of('function'),
  };
}

function perOperation(make: (operation: RoleOperation) => RolesByProvider) {
  const entries = roleOperations.map((operation) => [operation, make(operation)] as const);
  return Object.fromEntries(entries) as Record<RoleOperation, RolesByProvider>;
}
