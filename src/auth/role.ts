import type { AuthProvider, AuthRule } from '../ir/auth-rule.ts';

/**
 * The smallest unit a rule grants something to: a strategy, a provider and what the caller or the record must hold.
 * A static groups rule makes one role per group. Rights on fields are counted per role.
 */
export interface Role {
  /** Equal for roles that admit the same callers; rules that share a role add up. */
  readonly key: string;
  readonly provider: AuthProvider;
  readonly test: RoleTest;
  /** For people: `owner (userPools, owner, sub::username)`. */
  readonly label: string;
}

export type RoleTest =
  /** Every caller of the provider. */
  | { readonly kind: 'anyone' }
  /** The identity pool's guest role, and nobody who is signed in. */
  | { readonly kind: 'guest' }
  /** The identity pool's role of signed-in users. */
  | { readonly kind: 'signedIn' }
  | { readonly kind: 'group'; readonly claim: string; readonly group: string }
  | OwnerTest
  | GroupFieldTest;

export interface OwnerTest {
  readonly kind: 'owner';
  readonly field: string;
  readonly isList: boolean;
  /** Parts of the identity claim, in order: `sub::username` has two. */
  readonly claims: readonly string[];
}

export interface GroupFieldTest {
  readonly kind: 'groupField';
  readonly field: string;
  readonly isList: boolean;
  readonly claim: string;
}

export function rolesOf(rule: AuthRule): readonly Role[] {
  const { provider } = rule;
  switch (rule.allow) {
    case 'public':
      return [role(provider, 'public', provider === 'identityPool' ? { kind: 'guest' } : { kind: 'anyone' }, [])];
    case 'private':
      return [role(provider, 'private', provider === 'identityPool' ? { kind: 'signedIn' } : { kind: 'anyone' }, [])];
    case 'custom':
      return [role(provider, 'custom', { kind: 'anyone' }, [])];
    case 'owner': {
      const { ownerField: field, ownerIsList: isList, identityClaim } = rule;
      const test: RoleTest = { kind: 'owner', field, isList, claims: identityClaim.split('::') };
      return [role(provider, 'owner', test, [field, identityClaim])];
    }
    case 'groups': {
      const claim = rule.groupClaim;
      if (rule.groups !== null) {
        return rule.groups.map((group) => role(provider, 'group', { kind: 'group', claim, group }, [group, claim]));
      }
      const { groupsField: field, groupsIsList: isList } = rule;
      return [role(provider, 'group in field', { kind: 'groupField', field, isList, claim }, [field, claim])];
    }
  }
}

/** Whether the answer depends on the record, not on the caller alone. */
export function isPerRecord(role: Role): boolean {
  return role.test.kind === 'owner' || role.test.kind === 'groupField';
}

function role(provider: AuthProvider, strategy: string, test: RoleTest, details: readonly string[]): Role {
  const parts = [provider, ...details];
  return { key: JSON.stringify([strategy, ...parts]), provider, test, label: `${strategy} (${parts.join(', ')})` };
}
