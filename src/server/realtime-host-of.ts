import { getOperationAST, parse } from 'graphql';
import type { Identity } from '../ir/identity.ts';
import type { Authentication, RealtimeCredential, RealtimeHost, RealtimeOperation } from '../realtime/realtime-host.ts';
import type { Backend } from '../runtime/backend.ts';

/** Longer documents are the executor's to refuse. */
const maxTokens = 20_000;

/**
 * A backend for the protocols on one socket. It remembers the credential behind each identity, so that a key revoked or
 * a session ended later ends what lives by it. A Lambda authorizer decides by operation: one that has seen the handshake
 * alone is asked again with what the client then wants.
 */
export function realtimeHostOf(
  backend: Backend,
  options: { readonly sourceIp: readonly string[]; readonly ids: () => string },
): RealtimeHost {
  const { sourceIp, ids } = options;
  const credentials = new WeakMap<Identity, RealtimeCredential>();
  const handshakes = new WeakMap<Identity, RealtimeCredential>();

  const authenticate = ({ headers, path, body }: RealtimeCredential) =>
    backend.authenticateRealtime(headers, { path, payload: body, sourceIp });

  const holds = async (identity: Identity): Promise<boolean> => {
    const credential = credentials.get(identity);
    return credential === undefined || (await authenticate(credential)).status === 'accepted';
  };

  /** The authorizer's answer to one operation of a socket it has let in. */
  const asked = async (handshake: RealtimeCredential, operation: RealtimeOperation): Promise<Authentication> => {
    const { query, variables, operationName } = operation;
    return authenticate({ ...handshake, body: JSON.stringify({ query, variables, operationName }) });
  };

  const subscribe: RealtimeHost['subscribe'] = (operation, subscriber) =>
    backend.subscribe(requestOf(operation, ids()), subscriber, () => holds(operation.identity));

  const execute = async (operation: RealtimeOperation): Promise<string> =>
    (await backend.execute(requestOf(operation, ids()))).body;

  return {
    now: () => backend.now(),
    position: () => backend.realtimePosition,
    cursor: () => backend.realtimeCursor,
    authenticate: async (credential) => {
      const result = await authenticate(credential);
      if (result.status === 'refused') return result;
      const { identity } = result;
      if (canBeCheckedAgain(identity)) credentials.set(identity, credential);
      if (identity.mode === 'AWS_LAMBDA' && credential.body === handshakeBody) handshakes.set(identity, credential);
      return result;
    },
    subscribe: (operation, subscriber) => {
      const handshake = handshakes.get(operation.identity);
      if (handshake === undefined) return subscribe(operation, subscriber);
      return asked(handshake, operation).then((result) =>
        result.status === 'refused'
          ? { status: 'refused', errors: [{ errorType: result.errorType, message: result.message }] }
          : subscribe({ ...operation, identity: result.identity }, subscriber),
      );
    },
    execute: async (operation) => {
      const handshake = handshakes.get(operation.identity);
      if (handshake === undefined) return (await holds(operation.identity)) ? execute(operation) : expiredBody;
      const result = await asked(handshake, operation);
      return result.status === 'refused' ? refusedBody(result) : execute({ ...operation, identity: result.identity });
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

/** What a handshake signs: it names no operation. */
const handshakeBody = '{}';

function refusedBody({ errorType, message }: { readonly errorType: string; readonly message: string }): string {
  return JSON.stringify({ data: null, errors: [{ errorType, message }] });
}

const expiredBody = refusedBody({
  errorType: 'UnauthorizedException',
  message: 'You are not authorized to make this call.',
});
