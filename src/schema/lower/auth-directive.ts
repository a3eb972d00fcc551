import type { ConstDirectiveNode } from 'graphql';
import type { AuthRuleDefinition, RuleDefinition } from '../definition.ts';
import { directive, enumValue, type Literal } from './ast.ts';

/** Rules as `@auth`; none where the list holds no rule but grants to functions. */
export function authDirectives(rules: readonly RuleDefinition[]): readonly ConstDirectiveNode[] {
  const own = authRules(rules);
  return own.length === 0 ? [] : [directive('auth', { rules: own.map(ruleLiteral) })];
}

export function authRules(rules: readonly RuleDefinition[]): readonly AuthRuleDefinition[] {
  return rules.filter((rule) => rule.kind === 'rule');
}

function ruleLiteral(rule: AuthRuleDefinition): Literal {
  return {
    allow: enumValue(rule.allow),
    provider: rule.provider === null ? undefined : enumValue(rule.provider),
    operations: rule.operations?.map(enumValue),
    [rule.allow === 'owner' ? 'ownerField' : 'groupsField']: rule.field?.name,
    groups: rule.groups ?? undefined,
    identityClaim: rule.identityClaim ?? undefined,
    groupClaim: rule.groupClaim ?? undefined,
  };
}
