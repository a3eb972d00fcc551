import type { ASTNode } from 'graphql';
import type { Directive, DirectiveContext, DirectiveUse } from './directive.ts';
import { directiveArguments } from './directive-arguments.ts';
import { directives } from './directives.ts';
import type { SchemaDraft } from './draft.ts';
import type { Report } from './report.ts';

/** Runs every directive over the draft, in the order of the list; uses that hold a `wrong` node have no meaning. */
export function applyDirectives(draft: SchemaDraft, wrong: ReadonlySet<ASTNode>, report: Report): void {
  const { sound, broken } = collectUses(draft, wrong, report);
  const context: DirectiveContext = { draft, report, uses: (name) => sound.get(name) ?? [] };
  reportMeaningless(sound, report);
  for (const directive of directives) {
    for (const use of sound.get(directive.name) ?? []) applyUse(directive, use);
    for (const use of broken.get(directive.name) ?? []) directive.onBroken?.(use);
    directive.finish?.(context);
  }
}

/** Directives that the schema defines itself may stand in it, and mean nothing to the compiler. */
function reportMeaningless(uses: Uses, report: Report): void {
  for (const [name, list] of uses) {
    if (name === 'deprecated' || directives.some((directive) => directive.name === name)) continue;
    const message = `Unknown directive '${name}'. Either remove the directive from the schema or add a transformer to handle it.`;
    for (const { directive } of list) report('directive-meaningless', directive, message);
  }
}

type Uses = Map<string, DirectiveUse[]>;

function applyUse(directive: Directive, use: DirectiveUse): void {
  if (use.on === 'type') directive.onType?.(use);
  else directive.onField?.(use);
}

function collectUses(
  draft: SchemaDraft,
  wrong: ReadonlySet<ASTNode>,
  report: Report,
): { readonly sound: Uses; readonly broken: Uses } {
  const sound: Uses = new Map();
  const broken: Uses = new Map();
  const context: DirectiveContext = { draft, report, uses: (name) => sound.get(name) ?? [] };
  const add = (use: DirectiveUse) => {
    const uses = wrong.size > 0 && holds(use.directive, wrong) ? broken : sound;
    const name = use.directive.name.value;
    const list = uses.get(name);
    if (list === undefined) uses.set(name, [use]);
    else list.push(use);
  };
  for (const type of draft.types.values()) {
    for (const directive of type.node.directives ?? []) {
      add({ ...context, on: 'type', directive, arguments: directiveArguments(directive), type });
    }
    for (const field of type.fields.values()) {
      for (const directive of field.node.directives ?? []) {
        add({ ...context, on: 'field', directive, arguments: directiveArguments(directive), type, field });
      }
    }
  }
  return { sound, broken };
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
