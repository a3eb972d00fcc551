import { afterEach, expect, test } from 'vitest';
import type { Identity } from '../../src/ir/identity.ts';
import { type StartedBackend, startBackend } from '../compat/start-backend.ts';

let started: StartedBackend;

afterEach(async () => {
  await started.close();
});

function user(sub: string): Identity {
  const issuer = 'https://issuer';
  const base = { sourceIp: [], expiresAt: null };
  return { mode: 'AMAZON_COGNITO_USER_POOLS', sub, issuer, username: sub, claims: { sub, iss: issuer }, ...base };
}

const key: Identity = { mode: 'API_KEY', keyName: 'shared', sourceIp: [], expiresAt: null };

test('a signed-in caller may have so many subscriptions over all sockets; callers with a shared key are not counted', async () => {
  const sdl = 'type Note @model @auth(rules: [{ allow: public }, { allow: private }]) { id: ID! }';
  started = await startBackend(sdl, {}, { maxSubscriptionsPerIdentity: 2 });
  const subscribe = async (identity: Identity) => {
    const query = 'subscription { onCreateNote { id } }';
    const request = { query, variables: null, operationName: null, identity, headers: {}, requestId: 'r' };
    const outcome = await started.backend.subscribe(request, { deliver: () => {}, end: () => {} });
    return outcome.status === 'accepted' ? 'accepted' : outcome.errors[0]?.errorType;
  };
  const callers = [user('ann'), user('ann'), user('ann'), user('bob'), key, key, key];
  const outcomes: unknown[] = [];
  for (const caller of callers) outcomes.push(await subscribe(caller));
  const yes = 'accepted';
  expect(outcomes).toEqual([yes, yes, 'MaxSubscriptionsReachedError', yes, yes, yes, yes]);
});
