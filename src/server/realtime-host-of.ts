import { getOperationAST, parse } from 'graphql';
import type { RealtimeHost, RealtimeOperation } from '../realtime/realtime-host.ts';
import type { Backend } from '../runtime/backend.ts';

/** Longer documents are the executor's to refuse. */
const maxTokens = 20_000;

/** A backend for the protocols on one socket. */
export function realtimeHostOf(
  backend: Backend,
  options: { readonly sourceIp: readonly string[]; readonly ids: () => string },
): RealtimeHost {
  const { sourceIp, ids } = options;
  const request = (operation: RealtimeOperation) => ({ ...operation, requestId: ids() });
  return {
    now: () => backend.now(),
    authenticate: ({ headers, path, body }) => backend.authenticateRealtime(headers, { path, payload: body, sourceIp }),
    subscribe: (operation, subscriber) => backend.subscribe(request(operation), subscriber),
    execute: async (operation) => (await backend.execute(request(operation))).body,
    operationType: (query, operationName) => {
      try {
        return getOperationAST(parse(query, { maxTokens, noLocation: true }), operationName)?.operation ?? null;
      } catch {
        return null;
      }
    },
  };
}
