import type { Filter } from '../filter/filter.ts';
import type { Model } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import { admitsNative } from './admits-native.ts';
import type { FieldAccess } from './authorizer.ts';
import type { FieldClass, ModelAccess, RoleOperation } from './model-access.ts';
import { permits } from './permits.ts';
import { type RoleAccess, roleAccess } from './role-access.ts';

/** Every field readable: the answer for models without field rules. */
export const fullAccess: FieldAccess = new Map();

/**
 * Which of these classes' fields the caller may read on records that `gate` let through. A class whose filter equals
 * the gate's needs no check of its own.
 */
export function fieldAccess(
  access: ModelAccess,
  classes: readonly FieldClass[],
  operation: RoleOperation,
  identity: Identity,
  gate: RoleAccess,
): FieldAccess {
  const denied = deniedFields(access, identity);
  if (classes.length === 0 && denied.length === 0) return fullAccess;

  const fields = new Map<string, 'deny' | Filter>();
  for (const entry of classes) {
    const found = roleAccess(entry.roles[operation], identity);
    if (found === 'all') continue;
    if (found !== 'none' && typeof gate === 'object' && gate.roles === found.roles) continue;
    for (const field of entry.fields) fields.set(field, found === 'none' ? 'deny' : found.filter);
  }
  for (const field of denied) fields.set(field, 'deny');
  return fields;
}

/** Fields that the credential itself rules out, for callers that no rule binds. */
export function unboundAccess({ model }: ModelAccess, identity: Identity): FieldAccess {
  const closed = closedByCredential(model, identity);
  return closed.length === 0 ? fullAccess : new Map(closed.map((name) => [name, 'deny']));
}

/** Fields whose `@aws_*` directives do not admit the caller, and those that its credential rules out. */
function deniedFields({ model, nativeFields }: ModelAccess, identity: Identity): readonly string[] {
  const closed = nativeFields.filter(({ native }) => !native.some((each) => admitsNative(each, identity)));
  return [...closed.map(({ name }) => name), ...closedByCredential(model, identity)];
}

/** What a Lambda authorizer refused, or an IAM policy leaves out. */
function closedByCredential(model: Model, identity: Identity): readonly string[] {
  const isWhole = identity.mode === 'AWS_LAMBDA' ? identity.deniedFields.length === 0 : !hasPolicy(identity);
  if (isWhole) return [];
  const names = [...model.fields, ...model.relations, ...model.computedFields].map(({ name }) => name);
  return names.filter((name) => permits(model.name, name, identity) !== 'permitted');
}

function hasPolicy(identity: Identity): boolean {
  return identity.mode === 'AWS_IAM' && identity.allowedFields !== null;
}
