import type { AuthRule } from '../ir/auth-rule.ts';
import type { AuthMode, NativeAuth } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import { admitsNative } from './admits-native.ts';
import type { CallDecision } from './authorizer.ts';
import { describeRule } from './describe-rule.ts';
import { explanation } from './explain-rules.ts';
import { matchRole } from './match-role.ts';
import { providerOfMode } from './provider-of-mode.ts';
import { isPerRecord, type Role, rolesOf } from './role.ts';

/** The checks of one field that belongs to no model. */
export interface CallAccess {
  readonly name: string;
  readonly rules: readonly AuthRule[] | null;
  readonly roles: readonly Role[];
  readonly native: readonly NativeAuth[] | null;
}

/** `fallback`: the modes that may call a field without rules and directives; `null` where its parent was the check. */
export function compileCallAccess(
  name: string,
  rules: readonly AuthRule[] | null,
  native: readonly NativeAuth[] | null,
  fallback: AuthMode | null,
): CallAccess {
  const modes = native ?? (fallback === null ? null : [{ mode: fallback, groups: null }]);
  // There is no record to compare, so rules about records never admit anybody.
  const roles = (rules ?? []).flatMap(rolesOf).filter((role) => !isPerRecord(role));
  return { name, rules, roles, native: modes };
}

const allow: CallDecision = { effect: 'allow', filter: null };

/** Rules decide where there are any; else the directives of the field or its type. */
export function decideCall(access: CallAccess, identity: Identity): CallDecision {
  if (access.rules !== null) {
    const provider = providerOfMode(identity.mode);
    const own = access.roles.filter((role) => role.provider === provider);
    if (own.some((role) => matchRole(role, identity).kind === 'all')) return allow;
    return { effect: 'deny', explanation: { rules: access.rules.map((rule) => explainRule(rule, identity)) } };
  }
  if (access.native === null || access.native.some((native) => admitsNative(native, identity))) return allow;
  const modes = access.native.map(({ mode, groups }) => (groups === null ? mode : `${mode} in ${groups.join(' ')}`));
  const outcome = `the request came with ${identity.mode}, or with none of the groups, or as an identity pool's role`;
  return { effect: 'deny', explanation: explanation(`${access.name} is open to ${modes.join(', ')}`, outcome) };
}

function explainRule(rule: AuthRule, identity: Identity) {
  const described = describeRule(rule, null);
  if (rule.provider !== providerOfMode(identity.mode)) {
    return { rule: described, outcome: `is for ${rule.provider}; the request came with ${identity.mode}` };
  }
  const outcomes = rolesOf(rule).map((role) => {
    if (isPerRecord(role)) return 'is about a record, and a custom operation has none';
    const match = matchRole(role, identity);
    return match.kind === 'none' ? match.reason : 'admits the caller';
  });
  return { rule: described, outcome: outcomes.join('; ') };
}
