import type { FieldAccess } from '../../auth/authorizer.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';
import type { ObjectPlan, OperationPlan } from '../plan/operation-plan.ts';
import type { IdentityDecisions } from '../run/identity-decisions.ts';

/**
 * All that makes one caller's events differ from another's for the same document: what each object's rules decide for
 * the caller. `null` where handlers see who calls, so that no two callers may share a rendering.
 */
export function ruleClass(
  environment: ExecutionEnvironment,
  decisions: IdentityDecisions,
  plan: OperationPlan,
): unknown[] | null {
  const { identity } = decisions;
  const parts: unknown[] = [];
  if (environment.explain) parts.push(identity);
  if (identity.mode === 'AWS_LAMBDA') parts.push(identity.deniedFields);
  if (identity.mode === 'AWS_IAM') parts.push(identity.allowedFields);
  for (const object of plan.objects) {
    if (hasHandlers(object)) return null;
    const { access } = object;
    if (access.kind === 'model') parts.push(modelPart(decisions, access.model, access.decision));
    if (access.kind === 'type') parts.push(object.fields.map(({ name }) => decisions.call(object.type, name).effect));
    for (const { source } of object.fields) {
      if (source.kind !== 'step' || source.step.descriptor.kind !== 'relation') continue;
      parts.push(modelPart(decisions, source.step.descriptor.related.name, 'relation'));
    }
  }
  return parts;
}

function hasHandlers(object: ObjectPlan): boolean {
  return object.fields.some(({ source }) => source.kind === 'step' && source.step.descriptor.kind === 'computed');
}

type ModelAccess = Extract<ObjectPlan['access'], { kind: 'model' }>;

function modelPart(decisions: IdentityDecisions, model: string, decision: ModelAccess['decision']): unknown {
  if (decision === 'result' || decision === 'written') return fieldsPart(decisions.result(model));
  const read = decisions.read(model, decision);
  return read.effect === 'deny' ? 'deny' : [read.filter, fieldsPart(read.fields)];
}

function fieldsPart(fields: FieldAccess): unknown {
  return [...fields];
}
