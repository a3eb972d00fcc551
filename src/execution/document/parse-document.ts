import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { requestErrorEntry } from '../errors/error-entries.ts';
import { RequestRefused } from '../errors/request-refused.ts';
import type { ExecutionLimits } from '../execution-limits.ts';
import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';
import { exceededLimit } from './measure-operation.ts';
import { nestingOfValues } from './nesting-of-values.ts';
import { validationErrors } from './validation-errors.ts';

export type ParsedDocument =
  | { readonly status: 'valid'; readonly document: DocumentNode }
  | { readonly status: 'invalid'; readonly errors: readonly GraphQLErrorEntry[] };

/**
 * Parses and validates a document against the schema and the limits.
 *
 * @throws RequestRefused where the text is not GraphQL
 */
export function parseDocument(schema: GraphQLSchema, text: string, limits: ExecutionLimits): ParsedDocument {
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: limits.maxTokens });
  } catch (error) {
    // The parser calls itself for what is nested: the stack ends before the tokens do.
    if (error instanceof RangeError) return refused('The document is nested too deeply to be read.');
    if (!(error instanceof GraphQLError)) throw error;
    if (error.message.includes('tokens')) {
      return refused(`The document has more than ${limits.maxTokens} tokens, which is the most allowed.`);
    }
    throw new RequestRefused(400, 'MalformedHttpRequestException', 'Unable to parse GraphQL query.');
  }
  if (nestingOfValues(document) > limits.maxInputDepth) return refused(nestedTooDeep(limits));
  // Fragment cycles would keep the limits from being measured, so validation comes first; it bounds its own work.
  if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0) {
    return { status: 'invalid', errors: validationErrors(schema, document) };
  }
  const exceeded = exceededLimit(document, limits);
  return exceeded === null ? { status: 'valid', document } : refused(exceeded);
}

/** What a document or variables are refused with whose lists and objects stand within each other on too many levels. */
export function nestedTooDeep({ maxInputDepth }: ExecutionLimits): string {
  return `Values are nested more than ${maxInputDepth} levels deep, which is the most allowed.`;
}

function refused(message: string): ParsedDocument {
  return { status: 'invalid', errors: [requestErrorEntry(message, null)] };
}
