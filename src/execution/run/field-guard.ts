import type { FieldAccess } from '../../auth/authorizer.ts';
import { providerOfMode } from '../../auth/provider-of-mode.ts';
import type { ItemPredicate } from '../../filter/compile-filter.ts';
import type { Item } from '../../ir/item.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';
import type { FieldPlan, ObjectPlan } from '../plan/operation-plan.ts';
import type { IdentityDecisions } from './identity-decisions.ts';

/** Fields of an object that a caller may not see, always or on some records. A field without an entry is open. */
export type FieldGuard = ReadonlyMap<string, 'deny' | ItemPredicate>;

/** Whether a guard hides a field of this object. */
export function isHidden(guard: FieldGuard, fieldName: string, source: object): boolean {
  const rule = guard.get(fieldName);
  return rule !== undefined && (rule === 'deny' || !rule(source as Item));
}

/** The guard of an object plan for one caller; `null` where every selected field is open. */
export function guardOf(
  environment: ExecutionEnvironment,
  decisions: IdentityDecisions,
  plan: ObjectPlan,
): FieldGuard | null {
  let guard = decisions.guards.get(plan);
  if (guard === undefined) {
    guard = buildGuard(environment, decisions, plan);
    decisions.guards.set(plan, guard);
  }
  return guard;
}

function buildGuard(
  environment: ExecutionEnvironment,
  decisions: IdentityDecisions,
  plan: ObjectPlan,
): FieldGuard | null {
  const guard = new Map<string, 'deny' | ItemPredicate>();
  const access = accessOf(environment, decisions, plan);
  const { identity } = decisions;
  const mayBeDenied =
    (identity.mode === 'AWS_LAMBDA' && identity.deniedFields.length > 0) ||
    (identity.mode === 'AWS_IAM' && identity.allowedFields !== null);
  for (const field of plan.fields) {
    const { name } = field;
    if (name === '__typename' || field.source.kind === 'redacted') continue;
    if (mayBeDenied && decisions.permits(plan.type, name) !== 'permitted') {
      guard.set(name, 'deny');
      continue;
    }
    const rule = access === 'deny' ? 'deny' : (access.get(name) ?? callRule(decisions, plan, field));
    if (rule !== undefined) guard.set(name, rule === 'deny' ? rule : environment.predicateOf(rule));
  }
  return guard.size === 0 ? null : guard;
}

function accessOf(
  environment: ExecutionEnvironment,
  decisions: IdentityDecisions,
  plan: ObjectPlan,
): FieldAccess | 'deny' {
  if (plan.access.kind !== 'model') return new Map();
  const { model, decision } = plan.access;
  if (decision === 'result' || decision === 'written')
    return isOpenTo(environment, decisions, model) ? decisions.result(model) : 'deny';
  const read = decisions.read(model, decision);
  return read.effect === 'deny' ? 'deny' : read.fields;
}

/**
 * Whether a model's type is open to the caller's mode at all: some rule speaks of the mode. What a handler returns is
 * shown to nobody else. `reference/authorization.md` section 1.1, gate 2.
 */
function isOpenTo(environment: ExecutionEnvironment, decisions: IdentityDecisions, name: string): boolean {
  if (decisions.read(name, 'relation').effect === 'allow') return true;
  const model = environment.models.get(name)?.model;
  const rules = [...(model?.rules ?? []), ...(model?.fields.flatMap((field) => field.rules ?? []) ?? [])];
  return rules.some((rule) => rule.provider === providerOfMode(decisions.identity.mode));
}

/** The rule of a field that is decided by a call: a computed field, or one of a type without a table. */
function callRule(decisions: IdentityDecisions, plan: ObjectPlan, field: FieldPlan) {
  const isComputed = field.source.kind === 'step' && field.source.step.descriptor.kind === 'computed';
  if (plan.access.kind !== 'type' && !isComputed) return undefined;
  const decision = decisions.call(plan.type, field.name);
  return decision.effect === 'deny' ? 'deny' : (decision.filter ?? undefined);
}
