import type { Filter } from '../filter/filter.ts';
import type { Identity } from '../ir/identity.ts';
import type { Item } from '../ir/item.ts';
import { groupNames } from './group-names.ts';
import { ownerValues } from './owner-values.ts';
import type { Role } from './role.ts';

/** Whether a role admits a caller: to all records, to those a filter finds, or to none. */
export type RoleMatch =
  | { readonly kind: 'all' }
  | { readonly kind: 'records'; readonly filter: Filter }
  | { readonly kind: 'none'; readonly reason: string };

/** Whether a role admits a caller to create this item; `assign` is an owner value to store. */
export type InputMatch =
  | { readonly kind: 'all'; readonly assign: Item | null }
  | { readonly kind: 'none'; readonly reason: string };

const all = { kind: 'all' } as const;

/** Decides a role of the caller's own provider for reading, updating and deleting. */
export function matchRole(role: Role, identity: Identity): RoleMatch {
  const { test } = role;
  switch (test.kind) {
    case 'anyone':
      return all;
    case 'guest':
      return isPrincipal(identity, 'guest') ? all : none('the caller is not a guest of the identity pool');
    case 'signedIn':
      return isPrincipal(identity, 'authenticated') ? all : none('the caller is not signed in to the identity pool');
    case 'group':
      if (groupNames(claimsOf(identity), test.claim).includes(test.group)) return all;
      return none(`the claim ${test.claim} does not hold the group ${test.group}`);
    case 'owner': {
      const values = ownerValues(claimsOf(identity), test.claims);
      if ('missing' in values) return none(missingClaim(values.missing));
      return { kind: 'records', filter: namesOneOf(test.field, test.isList, values.accepted) };
    }
    case 'groupField': {
      const groups = groupNames(claimsOf(identity), test.claim);
      if (groups.length === 0) return none(`the claim ${test.claim} names no group`);
      return { kind: 'records', filter: namesOneOf(test.field, test.isList, groups) };
    }
  }
}

/** Decides a role of the caller's own provider for a create: owner and group fields are compared in the input. */
export function matchInput(role: Role, identity: Identity, input: Item): InputMatch {
  const { test } = role;
  if (test.kind === 'owner') {
    const values = ownerValues(claimsOf(identity), test.claims);
    if ('missing' in values) return none(missingClaim(values.missing));
    // An explicit null is a choice of no owner; only an absent field is filled.
    if (!Object.hasOwn(input, test.field)) {
      return { kind: 'all', assign: { [test.field]: test.isList ? [values.full] : values.full } };
    }
    if (holdsOneOf(input[test.field], test.isList, values.accepted)) return { kind: 'all', assign: null };
    return none(`the field ${test.field} of the input does not name the caller`);
  }
  if (test.kind === 'groupField') {
    const groups = groupNames(claimsOf(identity), test.claim);
    if (groups.length === 0) return none(`the claim ${test.claim} names no group`);
    const value = Object.hasOwn(input, test.field) ? input[test.field] : null;
    if (holdsOneOf(value, test.isList, groups)) return { kind: 'all', assign: null };
    return none(`the field ${test.field} of the input names none of the caller's groups`);
  }
  const match = matchRole(role, identity);
  return match.kind === 'all' ? { kind: 'all', assign: null } : none('reason' in match ? match.reason : '');
}

function namesOneOf(field: string, isList: boolean, values: readonly string[]): Filter {
  if (!isList) return values.length === 1 ? { op: 'eq', field, value: values[0] } : { op: 'in', field, values };
  const clauses = values.map((value): Filter => ({ op: 'contains', field, value }));
  return clauses.length === 1 ? clauses[0]! : { op: 'or', of: clauses };
}

function holdsOneOf(value: unknown, isList: boolean, accepted: readonly string[]): boolean {
  const holds = (element: unknown) => typeof element === 'string' && accepted.includes(element);
  return isList ? Array.isArray(value) && value.some(holds) : holds(value);
}

function isPrincipal(identity: Identity, principal: 'guest' | 'authenticated'): boolean {
  return identity.mode === 'AWS_IAM' && identity.principal === principal;
}

function claimsOf(identity: Identity): Readonly<Record<string, unknown>> {
  return 'claims' in identity ? identity.claims : {};
}

function missingClaim(name: string): string {
  return `the token has no claim ${name}`;
}

function none(reason: string): { readonly kind: 'none'; readonly reason: string } {
  return { kind: 'none', reason };
}
