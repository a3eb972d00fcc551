import type { AuthRule } from '../ir/auth-rule.ts';
import { namedType } from '../ir/named-type.ts';
import type { Rule } from './rule.ts';

/** Owners and groups are text: a rule that names a field of another type never matches anyone. */
export const ruleFields: Rule = {
  name: 'rule-fields',
  check({ models }, report) {
    for (const { name: type, fields, rules } of models) {
      const seen = new Set<string>();
      for (const rule of [...(rules ?? []), ...fields.flatMap((field) => field.rules ?? [])]) {
        const name = fieldOf(rule);
        const field = fields.find((candidate) => candidate.name === name);
        if (name === null || field === undefined || seen.has(name)) continue;
        seen.add(name);
        if (['String', 'ID'].includes(namedType(field.type))) continue;
        const message = `'${type}.${name}' holds ${rule.allow === 'owner' ? 'owners' : 'groups'} and is not a String: the rule never matches.`;
        const hint = `Give it the type String, or [String] for several.`;
        report({ code: 'auth-field-type', at: { type, field: name }, message, hint });
      }
    }
  },
};

function fieldOf(rule: AuthRule): string | null {
  if (rule.allow === 'owner') return rule.ownerField;
  return rule.allow === 'groups' ? rule.groupsField : null;
}
