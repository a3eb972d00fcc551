import type { Rule } from './rule.ts';

/** Tokens of an OIDC issuer have no user name, so that the default owner claim never matches anyone. */
export const claimsInTokens: Rule = {
  name: 'claims-in-tokens',
  check({ models }, report) {
    for (const { name: type, rules } of models) {
      for (const rule of rules ?? []) {
        if (rule.allow !== 'owner' || rule.provider !== 'oidc' || rule.identityClaim !== 'sub::username') continue;
        const message = `The owner rule of '${type}' for OIDC compares 'sub::username', and OIDC tokens have no username.`;
        const hint = `Add identityClaim: "sub" to the rule.`;
        report({ code: 'auth-claim-missing', at: { type, directive: 'auth' }, message, hint });
      }
    }
  },
};
