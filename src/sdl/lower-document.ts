import { type ASTNode, type DefinitionNode, Kind } from 'graphql';
import type { ApiSettings, DataModel } from '../ir/data-model.ts';
import { readAmplifyInput } from './amplify-input.ts';
import { applyDirectives } from './apply-directives.ts';
import { checkDocument } from './check-document.ts';
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
  const { definitions, settings } = readAmplifyInput(all, given, report);
  checkKinds(definitions, report);
  const wrong: ReadonlySet<ASTNode> = checkDocument(definitions, report);
  const draft = createDraft(mergeExtensions(definitions), settings);
  applyDirectives(draft, wrong, report);
  for (const source of sources) if ('document' in source) addHandlers(draft, source.handlers ?? new Map());
  return { model: toDataModel(draft), draft };
}

/** Definitions that GraphQL has and an AppSync schema may not hold. */
function checkKinds(definitions: readonly DefinitionNode[], report: Report): void {
  for (const node of definitions) {
    if (node.kind === Kind.SCALAR_TYPE_DEFINITION) {
      const name = node.name.value;
      if (/^AWS|^(BigInt|Double)$/.test(name)) continue;
      report('custom-scalar', node, `The scalar '${name}' is not one of AppSync's.`, 'Use String or AWSJSON.');
    } else if (node.kind === Kind.DIRECTIVE_DEFINITION) {
      const message = `The directive @${node.name.value} cannot be defined in a schema.`;
      report('directive-definition', node, message, 'Remove the definition and the uses.');
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
