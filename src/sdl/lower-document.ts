import { type ASTNode, type DefinitionNode, isTypeDefinitionNode, Kind } from 'graphql';
import type { ApiSettings, DataModel } from '../ir/data-model.ts';
import { readAmplifyInput } from './amplify-input.ts';
import { applyDirectives } from './apply-directives.ts';
import { checkDocument } from './check-document.ts';
import { checkExtensions } from './check-extensions.ts';
import { createDraft } from './create-draft.ts';
import type { SchemaDraft } from './draft.ts';
import { mergeExtensions } from './merge-extensions.ts';
import type { Report } from './report.ts';
import type { Source } from './source.ts';
import { toDataModel } from './to-data-model.ts';

export interface LoweredDocument {
  /** The data model; complete only where nothing was reported. */
  readonly model: DataModel;
  readonly draft: SchemaDraft;
}

/** Turns definitions with directives into a data model. Whatever is wrong is reported, and the rest goes on. */
export function lowerDocument(
  all: readonly DefinitionNode[],
  sources: readonly Source[],
  given: ApiSettings,
  report: Report,
): LoweredDocument {
  const { definitions: typed, settings } = readAmplifyInput(all, given, report);
  const definitions = checkExtensions(firstDefinitions(typed, report), report);
  if (all.length === 0) report('empty-schema', null, 'The schema defines no type.', 'Add a type with @model.');
  checkKinds(definitions, report);
  const wrong: ReadonlySet<ASTNode> = checkDocument(definitions, report);
  const draft = createDraft(mergeExtensions(definitions), settings);
  applyDirectives(draft, wrong, report);
  for (const source of sources) if ('document' in source) addHandlers(draft, source.handlers ?? new Map());
  return { model: toDataModel(draft), draft };
}

/**
 * The definitions without operations and fragments, and without those that define a type again: what they hold would
 * only be reported once more.
 */
function firstDefinitions(definitions: readonly DefinitionNode[], report: Report): readonly DefinitionNode[] {
  const seen = new Set<string>();
  return definitions.filter((node) => {
    if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION) {
      const what = node.kind === Kind.FRAGMENT_DEFINITION ? 'a fragment' : `a ${node.operation}`;
      const message = `A schema holds type definitions only, and this is ${what}.`;
      report('executable-definition', node, message, 'Move it to a file that is not part of the schema.');
      return false;
    }
    if (!isTypeDefinitionNode(node)) return true;
    const name = node.name.value;
    if (seen.has(name)) {
      const message = `Schema validation failed.\n\nThere can be only one type named "${name}".`;
      report('type-duplicate', node.name, message, `Write 'extend type ${name}' to add to a type of another file.`);
      return false;
    }
    seen.add(name);
    return true;
  });
}

/** Definitions that GraphQL has and an AppSync schema may not hold. */
function checkKinds(definitions: readonly DefinitionNode[], report: Report): void {
  for (const node of definitions) {
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION) {
      const name = node.name.value;
      if (/^AWS|^(BigInt|Double)$/.test(name)) continue;
      report('custom-scalar', node, `The scalar '${name}' is not one of AppSync's.`, 'Use String or AWSJSON.');
    } else if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
      for (const { operation, type } of node.operationTypes ?? []) {
        if (type.name.value.toLowerCase() === operation) continue;
        const expected = operation.charAt(0).toUpperCase() + operation.slice(1);
        const message = `The ${operation} root type must be named '${expected}', not '${type.name.value}'.`;
        report('root-type-renamed', type, message, `Rename the type and leave the schema definition out.`);
      }
    }
  }
}

function addHandlers(
  draft: SchemaDraft,
  handlers: NonNullable<Extract<Source, { document: unknown }>['handlers']>,
): void {
  for (const [path, list] of handlers) {
    const [typeName = '', fieldName = ''] = path.split('.');
    draft.types
      .get(typeName)
      ?.fields.get(fieldName)
      ?.handlers.push(...list);
  }
}
