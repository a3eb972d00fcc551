import type { ASTNode, DirectiveNode } from 'graphql';
import type { Directive, DirectiveContext, DirectiveUse } from './directive.ts';
import { directiveArguments } from './directive-arguments.ts';
import { directives } from './directives.ts';
import type { SchemaDraft } from './draft.ts';
import type { Report } from './report.ts';

/** Runs every directive over the draft, in the order of the list; uses that hold a `wrong` node have no meaning. */
export function applyDirectives(draft: SchemaDraft, wrong: ReadonlySet<ASTNode>, report: Report): void {
  const uses = collectUses(draft, wrong, report);
  const context: DirectiveContext = { draft, report, uses: (name) => uses.get(name) ?? [] };
  for (const directive of directives) {
    for (const use of context.uses(directive.name)) applyUse(directive, { ...use, ...context });
    directive.finish?.(context);
  }
}

function applyUse(directive: Directive, use: DirectiveUse): void {
  if (use.on === 'type') directive.onType?.(use);
  else directive.onField?.(use);
}

function collectUses(draft: SchemaDraft, wrong: ReadonlySet<ASTNode>, report: Report): Map<string, DirectiveUse[]> {
  const found = new Map<string, DirectiveUse[]>();
  const context: DirectiveContext = { draft, report, uses: (name) => found.get(name) ?? [] };
  const add = (directive: DirectiveNode, use: DirectiveUse) => {
    if (wrong.size > 0 && holds(directive, wrong)) return;
    const name = directive.name.value;
    const list = found.get(name);
    if (list === undefined) found.set(name, [use]);
    else list.push(use);
  };
  for (const type of draft.types.values()) {
    for (const directive of type.node.directives ?? []) {
      const given = directiveArguments(directive);
      add(directive, { ...context, on: 'type', directive, arguments: given, type });
    }
    for (const field of type.fields.values()) {
      for (const directive of field.node.directives ?? []) {
        const given = directiveArguments(directive);
        add(directive, { ...context, on: 'field', directive, arguments: given, type, field });
      }
    }
  }
  return found;
}

/** Whether a directive is wrong itself or in one of its arguments, so that its meaning cannot be told. */
function holds(node: ASTNode, wrong: ReadonlySet<ASTNode>): boolean {
  if (wrong.has(node)) return true;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child) && holds(child, wrong)) return true;
    }
  }
  return false;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}
