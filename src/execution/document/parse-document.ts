import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { requestErrorEntry } from '../errors/error-entries.ts';
import { RequestRefused } from '../errors/request-refused.ts';
import type { ExecutionLimits } from '../execution-limits.ts';
import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';
import { exceededLimit } from './measure-operation.ts';
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
    if (!(error instanceof GraphQLError)) throw error;
    if (error.message.includes('tokens')) {
      return refused(`The document has more than ${limits.maxTokens} tokens, which is the most allowed.`);
    }
    throw new RequestRefused(400, 'MalformedHttpRequestException', 'Unable to parse GraphQL query.');
  }
  // Fragment cycles would keep the limits from being measured, so validation comes first; it bounds its own work.
  if (validate(schema, document, undefined, { maxErrors: 1 }).length > 0) {
    return { status: 'invalid', errors: validationErrors(schema, document) };
  }
  const exceeded = exceededLimit(document, limits);
  return exceeded === null ? { status: 'valid', document } : refused(exceeded);
}

function refused(message: string): ParsedDocument {
  return { status: 'invalid', errors: [requestErrorEntry(message, null)] };
}
