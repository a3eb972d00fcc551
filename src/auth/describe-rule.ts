import type { AuthRule } from '../ir/auth-rule.ts';

/** A rule in one line, for explanations: `allow owner (userPools, ownerField owner, identityClaim sub::username)`. */
export function describeRule(rule: AuthRule, field: string | null): string {
  const place = field === null ? '' : `on field ${field}: `;
  return `${place}allow ${rule.allow} (${[rule.provider, ...details(rule)].join(', ')})`;
}

function details(rule: AuthRule): readonly string[] {
  if (rule.allow === 'owner') return [`ownerField ${rule.ownerField}`, `identityClaim ${rule.identityClaim}`];
  if (rule.allow !== 'groups') return [];
  const groups = rule.groups === null ? `groupsField ${rule.groupsField}` : `groups ${rule.groups.join(' ')}`;
  return [groups, `groupClaim ${rule.groupClaim}`];
}
