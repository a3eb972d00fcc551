import { rolesOf } from './role.ts';
import type { Rule } from './rule.ts';

/** Two rules of a model for the same callers: which of them holds would depend on their order. */
export const distinctRoles: Rule = {
  name: 'distinct-roles',
  check({ models }, report) {
    const joins = new Set(models.flatMap(({ relations }) => relations.map((relation) => relation.manyToMany)));
    for (const { name, rules } of models) {
      if (joins.has(name)) continue;
      const seen = new Set<string>();
      for (const role of (rules ?? []).flatMap((rule) => rolesOf(name, rule))) {
        if (seen.has(role)) {
          const message = `@auth ${role} already exists for ${name}`;
          const hint = `Join the rules for these callers into one, with the operations of both.`;
          report({ code: 'auth-duplicate-role', at: { type: name, directive: 'auth' }, message, hint });
        }
        seen.add(role);
      }
    }
  },
};
