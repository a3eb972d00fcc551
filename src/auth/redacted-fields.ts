import type { ModelAccess } from './model-access.ts';
import type { Role } from './role.ts';

/**
 * What the official service leaves out of every result of a mutation, because subscribers get the same result: fields
 * and relations that some reader of the model may not read, and relations whose two models are read by overlapping but
 * not equal roles. Nothing unless the model has subscriptions. `reference/authorization.md` sections 7.4 and 8.3.
 */
export function redactedFields(
  access: ModelAccess,
  related: (model: string) => ModelAccess | undefined,
): ReadonlySet<string> {
  const redacted = new Set<string>();
  const { model } = access;
  if (model.subscriptionLevel !== 'on') return redacted;
  for (const entry of access.classes) {
    if (entry.guarded) for (const field of entry.fields) redacted.add(field);
  }
  for (const relation of model.relations) {
    const other = related(relation.model);
    if (other !== undefined && hasMixedReaders(readers(access), readers(other))) redacted.add(relation.name);
  }
  return redacted;
}

/** Whether two models share a reader, unless the readers of both are the same and need to know neither record nor token. */
function hasMixedReaders(mine: readonly Role[], theirs: readonly Role[]): boolean {
  if (!mine.some((role) => theirs.some((other) => overlap(role, other)))) return false;
  const keys = (roles: readonly Role[]) => JSON.stringify(roles.map(({ key }) => key).toSorted());
  return keys(mine) !== keys(theirs) || !mine.every(isStatic);
}

function overlap(role: Role, other: Role): boolean {
  return role.key === other.key || (role.provider === other.provider && (isPrivate(role) || isPrivate(other)));
}

/** `private` admits everybody who is signed in, so it holds every other role of its provider. */
function isPrivate({ test, provider }: Role): boolean {
  return test.kind === 'signedIn' || (test.kind === 'anyone' && (provider === 'userPools' || provider === 'oidc'));
}

function isStatic({ test, provider }: Role): boolean {
  return test.kind !== 'owner' && test.kind !== 'groupField' && provider !== 'function';
}

function readers({ gates }: ModelAccess): readonly Role[] {
  return Object.values(gates.read).flat();
}
