import type { Rule } from './rule.ts';

/**
 * An owner value of several claims is compared part by part, which a sort key, itself joined of parts, cannot be.
 */
export const ownerNotInSortKey: Rule = {
  name: 'owner-not-in-sort-key',
  check({ models }, report) {
    for (const { name: type, primaryKey, rules } of models) {
      const [hash, ...sortFields] = primaryKey.fields;
      for (const field of sortFields) {
        const rule = (rules ?? []).find(
          (candidate) =>
            candidate.allow === 'owner' && candidate.ownerField === field && candidate.identityClaim.includes('::'),
        );
        if (rule === undefined) continue;
        const message =
          `The primary key's sort key type '${field}' cannot be used as an owner @auth field too. ` +
          'Please use another field for the sort key.';
        const hint = `Or compare the owner by one claim: identityClaim: "sub".`;
        report({ code: 'primary-key-owner-field', at: { type, field: hash, directive: 'primaryKey' }, message, hint });
      }
    }
  },
};
