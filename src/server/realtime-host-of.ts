import { getOperationAST, parse } from 'graphql';
import type { Identity } from '../ir/identity.ts';
import type { RealtimeCredential, RealtimeHost, RealtimeOperation } from '../realtime/realtime-host.ts';
import type { Backend } from '../runtime/backend.ts';

/** Longer documents are the executor's to refuse. */
const maxTokens = 20_000;

/**
 * A backend for the protocols on one socket. It remembers the credential behind each identity, so that a key revoked or
 * a session ended later ends what lives by it.
 */
export function realtimeHostOf(
  backend: Backend,
  options: { readonly sourceIp: readonly string[]; readonly ids: () => string },
): RealtimeHost {
  const { sourceIp, ids } = options;
  const credentials = new WeakMap<Identity, RealtimeCredential>();

  const authenticate = ({ headers, path, body }: RealtimeCredential) =>
    backend.authenticateRealtime(headers, { path, payload: body, sourceIp });

  const holds = async (identity: Identity): Promise<boolean> => {
    const credential = credentials.get(identity);
    return credential === undefined || (await authenticate(credential)).status === 'accepted';
  };

  return {
    now: () => backend.now(),
    position: () => backend.realtimePosition,
    cursor: () => backend.realtimeCursor,
    authenticate: async (credential) => {
      const result = await authenticate(credential);
      if (result.status === 'accepted' && canBeCheckedAgain(result.identity)) {
        credentials.set(result.identity, credential);
      }
      return result;
    },
    subscribe: (operation, subscriber) =>
      backend.subscribe(requestOf(operation, ids()), subscriber, () => holds(operation.identity)),
    execute: async (operation) => {
      if (!(await holds(operation.identity))) return expiredBody;
      return (await backend.execute(requestOf(operation, ids()))).body;
    },
    operationType: (query, operationName) => {
      try {
        return getOperationAST(parse(query, { maxTokens, noLocation: true }), operationName)?.operation ?? null;
      } catch {
        return null;
      }
    },
  };
}

/** A signature is good for minutes only, and an authorizer function is not asked again what it has answered. */
function canBeCheckedAgain({ mode }: Identity): boolean {
  return mode !== 'AWS_IAM' && mode !== 'AWS_LAMBDA';
}

function requestOf(operation: RealtimeOperation, requestId: string) {
  return { ...operation, requestId };
}

const expiredBody = JSON.stringify({
  data: null,
  errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
});
