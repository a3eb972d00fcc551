import { type DefinitionNode, GraphQLError, Source as GraphQLSource, parse } from 'graphql';
import type { Diagnostic, SourceLocation } from '../diagnostics/diagnostic.ts';
import { diagnosticCodes } from '../diagnostics/diagnostic-codes.ts';
import { locationOf } from './locate.ts';
import { nestingDepth } from './nesting-depth.ts';
import type { Source } from './source.ts';

export interface ParsedSources {
  /** The definitions of all sources that could be parsed, in order. */
  readonly definitions: readonly DefinitionNode[];
  /** Syntax errors, and what the builders of documents found. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Texts larger than this are refused: nobody writes such a schema, and the parser would take seconds. */
const maxTokens = 2_000_000;

/** Brackets nested deeper are refused: the parser would run out of stack. */
const maxNesting = 200;

/** Parses every source. A file that is not GraphQL is a diagnostic and does not hide those of the others. */
export function parseSources(sources: readonly Source[]): ParsedSources {
  const definitions: DefinitionNode[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const source of sources) {
    if ('document' in source) {
      definitions.push(...source.document.definitions);
      diagnostics.push(...(source.diagnostics ?? []));
      continue;
    }
    if (isBlank(source.text)) continue;
    const text = new GraphQLSource(source.text, source.file);
    if (nestingDepth(source.text) > maxNesting) {
      const message = `Syntax Error: Brackets are nested more than ${maxNesting} deep.`;
      diagnostics.push(syntaxError(message, locationOf(text, 0, 1)));
      continue;
    }
    try {
      definitions.push(...parse(text, { maxTokens }).definitions);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const at = error.positions?.[0] ?? 0;
      diagnostics.push(syntaxError(shortened(error.message), locationOf(text, at, at + 1)));
    }
  }
  return { definitions, diagnostics };
}

function syntaxError(message: string, location: SourceLocation): Diagnostic {
  return { code: 'syntax-error', ...diagnosticCodes['syntax-error'], message, location, hint: null };
}

/** A message with the long names and texts in it cut: a file that is no schema may be one name of any length. */
function shortened(message: string): string {
  return message.replaceAll(/([^\s"]{80})[^\s"]+/g, '$1…');
}

/** Whether a text has no token at all, which GraphQL's grammar refuses and a folder of schema files may well hold. */
function isBlank(text: string): boolean {
  return text.replaceAll(/#[^\n\r]*/g, '').replaceAll(/[\s,\uFEFF]/g, '') === '';
}
