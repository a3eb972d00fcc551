import type { ExecutionResponse } from '../execution/executor.ts';

/** What a GraphQL request asks for. */
export interface GraphQLParameters {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly operationName: string | null;
}

/** Reads a request's JSON body. What cannot be a GraphQL request yields the answer that AppSync gives. */
export function parseGraphQLParameters(body: string): GraphQLParameters | ExecutionResponse {
  if (body.trim() === '') return emptyBody;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return unparsable;
  }
  if (typeof value !== 'object' || value === null || !('query' in value) || typeof value.query !== 'string') {
    return unparsable;
  }
  const { query, variables = null, operationName = null } = value as Record<string, unknown> & { query: string };
  if (typeof variables !== 'object' || Array.isArray(variables)) return unparsable;
  if (operationName !== null && typeof operationName !== 'string') return unparsable;
  return { query, variables: variables as GraphQLParameters['variables'], operationName };
}

function malformed(message: string): ExecutionResponse {
  const errorType = 'MalformedHttpRequestException';
  return { status: 400, errorType, body: JSON.stringify({ errors: [{ message, errorType }], message }) };
}

const emptyBody = malformed('Request body is empty.');
const unparsable = malformed('Unable to parse GraphQL query.');
