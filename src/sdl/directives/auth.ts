import type { AuthRule } from '../../ir/auth-rule.ts';
import { authRulesOf } from '../auth-rules.ts';
import type { Directive, FieldUse } from '../directive.ts';
import type { TypeDraft } from '../draft.ts';
import { fieldType } from '../fields.ts';

/** `@auth`: who may do what with a model, a field, or an operation of one's own. */
export const authDirective: Directive = {
  name: 'auth',
  definition: /* GraphQL */ `
    directive @auth(rules: [AuthRule!]!) on OBJECT | FIELD_DEFINITION
    input AuthRule {
      allow: AuthStrategy!
      provider: AuthProvider
      identityClaim: String
      groupClaim: String
      ownerField: String
      groupsField: String
      groups: [String]
      operations: [ModelOperation]
    }
    enum AuthStrategy { owner groups private public custom }
    enum AuthProvider { apiKey iam identityPool oidc userPools function }
    enum ModelOperation { create update delete read list get sync listen search }
  `,
  onType(use) {
    const { type, directive, report } = use;
    if (type.model === null) {
      if (type.root !== null && type.node.directives?.some(({ name }) => name.value === 'model')) return;
      const message = 'Types annotated with @auth must also be annotated with @model.';
      const hint = `Add @model to '${type.name}', or put @auth or @aws_… directives on its fields.`;
      report('auth-not-on-model', directive, message, hint);
      return;
    }
    const rules = authRulesOf(use);
    type.model.rules = rules ?? [];
    if (rules === null) type.model.rulesAreSound = false;
  },
  onField(use) {
    const { type, field, directive, report } = use;
    if (type.node.kind === 'InterfaceTypeDefinition') {
      const message = `The @auth directive cannot be placed on an interface's field. See ${type.name}.${field.name}`;
      report('auth-on-interface-field', directive, message, 'Put it on the same field of the types that implement it.');
      return;
    }
    const rules = authRulesOf(use);
    if (rules === null && type.model !== null) type.model.rulesAreSound = false;
    field.rules = type.model === null ? staticRules(use, rules ?? []) : (rules ?? []);
  },
  onBroken({ type }) {
    if (type.model !== null) type.model.rulesAreSound = false;
  },
  finish({ draft }) {
    for (const type of draft.types.values()) {
      if (type.model?.joins) type.model.rules = joinRules(type, type.model.joins);
    }
  },
};

/** Outside a model there is no record whose owner or group a rule could ask for. */
function staticRules({ type, field, directive, report }: FieldUse, rules: readonly AuthRule[]): AuthRule[] {
  return rules.filter((rule) => {
    if (rule.allow !== 'owner' && !(rule.allow === 'groups' && rule.groups === null)) return true;
    const kind = rule.allow === 'owner' ? 'owner' : 'groupsField';
    const message = `The ${kind} rule of ${type.name}.${field.name} admits nobody: '${type.name}' is not a model.`;
    report('auth-dynamic-rule-dropped', directive, message, 'Use a private rule or static groups.');
    return false;
  });
}

/** A join model has the rules of both models it connects; their owner fields become its own. */
function joinRules(type: TypeDraft, joins: readonly [TypeDraft, TypeDraft]): AuthRule[] | null {
  const [left, right] = joins.map((model) => model.model?.rules ?? null);
  if (!left && !right) return null;
  const rules = new Map<string, AuthRule>();
  for (const rule of [...(left ?? []), ...(right ?? [])]) {
    const own: AuthRule =
      rule.allow === 'owner' ? { ...rule, ownerIsList: fieldType(type, rule.ownerField)?.kind === 'ListType' } : rule;
    rules.set(JSON.stringify(own), own);
  }
  return [...rules.values()];
}
