import type { Filter } from '../filter/filter.ts';
import type { Identity } from '../ir/identity.ts';
import type { WriteDecision } from './authorizer.ts';
import { explainRules } from './explain-rules.ts';
import type { FieldClass, ModelAccess } from './model-access.ts';
import { type RoleAccess, roleAccess } from './role-access.ts';

/** Setting a field needs `update` on it, removing it needs `delete` on it. */
export function decideUpdate(
  access: ModelAccess,
  identity: Identity,
  set: readonly string[],
  remove: readonly string[],
): WriteDecision {
  const explain = () => explainRules(access, 'update', identity, null);
  // Who may only delete values may call an update that does nothing else.
  const gateOperation = set.length === 0 && remove.length > 0 ? 'write' : 'update';
  const gate = roleAccess(access.gates[gateOperation], identity);
  if (gate === 'none') return { effect: 'deny', explanation: explain() };

  const touched = [...byClass(access, set, 'update'), ...byClass(access, remove, 'delete')];
  const forbidden: string[] = [];
  const fieldFilters: { readonly fields: readonly string[]; readonly filter: Filter }[] = [];
  for (const { entry, operation, fields } of touched) {
    // Without field rules the only class has the gate's own roles.
    if (access.classes.length === 1 && operation === gateOperation) continue;
    const found = roleAccess(entry.roles[operation], identity);
    if (found === 'none') forbidden.push(...fields);
    else if (found !== 'all' && !sameRoles(found, gate)) fieldFilters.push({ fields, filter: found.filter });
  }
  if (forbidden.length > 0) {
    const order = [...set, ...remove];
    const fields = forbidden.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
    return { effect: 'denyFields', fields, explanation: explain() };
  }
  return { effect: 'allow', filter: filterOf(gate), fieldFilters };
}

/** A record is deleted by a role that has `delete` on every field; rights of several roles do not add up to one. */
export function decideDelete(access: ModelAccess, identity: Identity): WriteDecision {
  const gate = roleAccess(access.fullDelete, identity);
  if (gate !== 'none') return { effect: 'allow', filter: filterOf(gate), fieldFilters: [] };
  const { rules } = explainRules(access, 'delete', identity, null);
  const partial = roleAccess(access.gates.delete, identity) !== 'none';
  const need = { rule: 'delete on every field', outcome: 'no role of the caller has it' };
  return { effect: 'deny', explanation: { rules: partial ? [...rules, need] : rules } };
}

function byClass(access: ModelAccess, names: readonly string[], operation: 'update' | 'delete') {
  const touched = new Map<FieldClass, string[]>();
  for (const name of names) {
    const entry = access.classOf.get(name);
    if (entry === undefined) continue;
    const fields = touched.get(entry);
    if (fields === undefined) touched.set(entry, [name]);
    else fields.push(name);
  }
  return [...touched].map(([entry, fields]) => ({ entry, operation, fields }));
}

function sameRoles(a: RoleAccess, b: RoleAccess): boolean {
  return typeof a === 'object' && typeof b === 'object' && a.roles === b.roles;
}

function filterOf(access: RoleAccess): Filter | null {
  return typeof access === 'object' ? access.filter : null;
}
