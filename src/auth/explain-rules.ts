import type { AuthOperation, AuthRule } from '../ir/auth-rule.ts';
import type { Identity } from '../ir/identity.ts';
import type { Item } from '../ir/item.ts';
import type { Explanation, ReadOperation } from './authorizer.ts';
import { describeRule } from './describe-rule.ts';
import { matchInput, matchRole } from './match-role.ts';
import { isDecidable, type ModelAccess } from './model-access.ts';
import { providerOfMode } from './provider-of-mode.ts';
import { type Role, rolesOf } from './role.ts';

/**
 * Says for every rule of a model why it did or did not admit the caller. Names rules, claims and fields; never the
 * values of claims or records. `input` is given for a create.
 */
export function explainRules(
  access: ModelAccess,
  operation: AuthOperation | ReadOperation,
  identity: Identity,
  input: Item | null,
): Explanation {
  if (access.rules.length === 0) {
    return explanation(`model ${access.model.name} has no rules`, 'without rules only service credentials pass');
  }
  return {
    rules: access.rules.map(({ field, rule }) => ({
      rule: describeRule(rule, field),
      outcome: outcome(access, rule, operation, identity, input),
    })),
  };
}

export function explanation(rule: string, outcome: string): Explanation {
  return { rules: [{ rule, outcome }] };
}

function outcome(
  access: ModelAccess,
  rule: AuthRule,
  operation: AuthOperation | ReadOperation,
  identity: Identity,
  input: Item | null,
): string {
  if (rule.provider !== providerOfMode(identity.mode)) {
    return `is for ${rule.provider}; the request came with ${identity.mode}`;
  }
  const granted = rule.operations as readonly string[];
  const grants =
    operation === 'relation' ? /get|list|listen|search|sync/.test(granted.join()) : granted.includes(operation);
  if (!grants) return `does not grant ${operation === 'relation' ? 'reading' : operation}`;
  const outcomes = rolesOf(rule).map((role) => roleOutcome(access, role, identity, input));
  return outcomes.find(({ admits }) => admits)?.text ?? outcomes.map(({ text }) => text).join('; ');
}

function roleOutcome(access: ModelAccess, role: Role, identity: Identity, input: Item | null) {
  if (!isDecidable(role, access.model)) return { admits: false, text: 'the model lacks the field it is about' };
  const match = input === null ? matchRole(role, identity) : matchInput(role, identity, input);
  if (match.kind === 'none') return { admits: false, text: match.reason };
  if (match.kind === 'all') return { admits: true, text: 'admits the caller' };
  const field = 'field' in role.test ? role.test.field : '';
  return { admits: true, text: `admits the caller to records whose ${field} names the caller` };
}
