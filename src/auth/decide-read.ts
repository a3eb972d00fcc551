import type { AuthMode } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { FieldAccess, ReadDecision, ReadOperation } from './authorizer.ts';
import { explainRules, explanation } from './explain-rules.ts';
import { fieldAccess } from './field-access.ts';
import type { ModelAccess } from './model-access.ts';
import { roleAccess } from './role-access.ts';

export function decideRead(
  access: ModelAccess,
  operation: ReadOperation,
  identity: Identity,
  defaultMode: AuthMode,
): ReadDecision {
  if (operation === 'listen' && access.model.subscriptionLevel !== 'on') {
    return decideOpenListen(access, identity, defaultMode);
  }
  const gate = roleAccess(access.gates[operation === 'relation' ? 'read' : operation], identity);
  if (gate === 'none') {
    return { effect: 'deny', explanation: explainRules(access, operation, identity, null) };
  }
  const filter = gate === 'all' ? null : gate.filter;
  return { effect: 'allow', filter, fields: readableFields(access, operation, identity, gate) };
}

/** Fields of a mutation's result: only what some reader of the model may not read is checked at all. */
export function resultFields(access: ModelAccess, identity: Identity): FieldAccess {
  const guarded = access.classes.filter((entry) => entry.guarded);
  return fieldAccess(access, guarded, 'read', identity, 'all');
}

/**
 * Fields are readable with any of the read operations, but an event shows only what may be listened to: the official
 * service leaves every checked field out of events.
 */
function readableFields(
  access: ModelAccess,
  operation: ReadOperation,
  identity: Identity,
  gate: ReturnType<typeof roleAccess>,
): FieldAccess {
  if (operation !== 'listen') {
    const guarded = access.classes.filter((entry) => entry.guarded);
    return fieldAccess(access, guarded, 'read', identity, gate);
  }
  return fieldAccess(access, access.classes.length === 1 ? [] : access.classes, 'listen', identity, gate);
}

/** Level `public`: any caller of the default mode listens without rules; fields with rules of their own keep them. */
function decideOpenListen(access: ModelAccess, identity: Identity, defaultMode: AuthMode): ReadDecision {
  const level = access.model.subscriptionLevel;
  if (level === 'public' && identity.mode === defaultMode) {
    const own = access.classes.filter((entry) => entry.own);
    return { effect: 'allow', filter: null, fields: fieldAccess(access, own, 'read', identity, 'all') };
  }
  const outcome = level === 'off' ? 'nobody listens' : `only ${defaultMode}, the API's default mode, listens`;
  return { effect: 'deny', explanation: explanation(`subscriptions level ${level}`, outcome) };
}
