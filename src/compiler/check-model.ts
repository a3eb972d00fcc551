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
export function checkModel(model: DataModel, draft: SchemaDraft, report: Report): void {
  for (const rule of rules) {
    rule.check(model, ({ code, at, message, hint }) => {
      if (code.startsWith('auth-') && draft.types.get(at.type)?.model?.rulesAreSound === false) return;
      report(code, nodeAt(draft, at), message, hint);
    });
  }
}

function nodeAt(draft: SchemaDraft, { type: typeName, field: fieldName, directive: name }: Anchor): ASTNode | null {
  const type = draft.types.get(typeName);
  if (type === undefined) return null;
  const field = fieldName === undefined ? undefined : type.fields.get(fieldName);
  const holder = field?.node ?? type.node;
  return holder.directives?.find((directive) => directive.name.value === name) ?? holder.name;
}
