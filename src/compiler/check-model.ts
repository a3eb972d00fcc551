import type { ASTNode } from 'graphql';
import type { DataModel } from '../ir/data-model.ts';
import type { Anchor } from '../rules/rule.ts';
import { rules } from '../rules/rules.ts';
import type { SchemaDraft } from '../sdl/draft.ts';
import type { Report } from '../sdl/report.ts';

/**
 * Runs every rule over the data model. Rules of authorization stay silent about models whose `@auth` could not be
 * read: what they would say follows from that.
 */
export function checkModel(model: DataModel, draft: SchemaDraft, report: Report, hasErrors: () => boolean): void {
  for (const rule of rules) {
    if (rule.onlyWithoutErrors && hasErrors()) continue;
    rule.check(model, ({ code, at, message, hint }) => {
      const type = at === null ? undefined : draft.types.get(at.type);
      if (code.startsWith('auth-') && type?.model?.rulesAreSound === false) return;
      report(code, at === null ? null : nodeAt(draft, at), message, hint);
    });
  }
}

function nodeAt(
  draft: SchemaDraft,
  { type: name, field: fieldName, directive: directiveName }: Anchor,
): ASTNode | null {
  const type = draft.types.get(name);
  if (type === undefined) {
    return (draft.enums.get(name) ?? draft.unions.get(name) ?? draft.inputs.get(name))?.name ?? null;
  }
  const field = fieldName === undefined ? undefined : type.fields.get(fieldName);
  const holder = field?.node ?? type.node;
  return holder.directives?.find((directive) => directive.name.value === directiveName) ?? holder.name;
}
