import type { AuthRule } from '../ir/auth-rule.ts';

/**
 * Names of the roles a rule makes: two rules with the same role speak of the same callers. A static group rule makes
 * one for each group.
 */
export function rolesOf(model: string, rule: AuthRule): string[] {
  const provider = rule.provider === 'identityPool' ? 'iam' : rule.provider;
  if (rule.allow === 'owner') return [`${model}:${provider}:owner:${rule.ownerField}:${rule.identityClaim}`];
  if (rule.allow !== 'groups') return [`${model}:${provider}:${rule.allow}`];
  if (rule.groups === null) return [`${model}:${provider}:dynamicGroup:${rule.groupsField}:${rule.groupClaim}`];
  return rule.groups.map((group) => `${model}:${provider}:staticGroup:${group}:${rule.groupClaim}`);
}
