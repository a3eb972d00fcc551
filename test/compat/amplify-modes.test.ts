import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';
import { ConsoleLogger } from 'aws-amplify/utils';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { apiKey, poolIds, type StartedBackend, startBackend } from './start-backend.ts';

/** One model that every mode may use, one for signed-in owners: who may do what is told by the unmodified client. */
const schema = /* GraphQL */ `
  type Note
    @model
    @auth(
      rules: [
        { allow: public }
        { allow: public, provider: identityPool }
        { allow: private, provider: identityPool }
        { allow: private }
      ]
    ) {
    id: ID!
    text: String
  }
  type Diary @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
`;

let started: StartedBackend;

beforeAll(async () => {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  started = await startBackend(schema);
  await started.userPool.admin.createUser({
    name: 'ann@example.com',
    password: 'Passw0rd!',
    attributes: { email: 'ann@example.com' },
  });
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: poolIds.userPoolId,
        userPoolClientId: poolIds.clientId,
        userPoolEndpoint: `${started.server.url}/`,
        identityPoolId: poolIds.identityPoolId,
        identityPoolEndpoint: `${started.server.url}/`,
        allowGuestAccess: true,
      } as never,
    },
    API: {
      GraphQL: {
        endpoint: started.server.graphqlUrl.replace('http:', 'HTTP:'),
        region: 'us-east-1',
        apiKey,
        defaultAuthMode: 'apiKey',
      },
    },
  });
});

afterAll(async () => {
  await signOut();
  await started.close();
  expect(started.errors).toEqual([]);
});

type Mode = 'apiKey' | 'userPool' | 'identityPool';

function graphql(query: string, authMode: Mode): Promise<unknown> {
  return (generateClient() as unknown as { graphql(options: object): Promise<unknown> }).graphql({ query, authMode });
}

async function expectEvent(
  authMode: Mode,
  field: string,
  create: () => Promise<unknown>,
  event: object,
): Promise<void> {
  const client = generateClient() as unknown as {
    graphql(options: object): {
      subscribe(observer: object): { unsubscribe(): void };
    };
  };
  const values: unknown[] = [];
  const errors: unknown[] = [];
  const observer = { next: (value: unknown) => values.push(value), error: (error: unknown) => errors.push(error) };
  const subscription = client.graphql({ query: `subscription { ${field} { text } }`, authMode }).subscribe(observer);
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions + errors.length).toBe(1), 5_000);
  expect(errors).toEqual([]);
  await create();
  await vi.waitFor(() => expect(values).toEqual([{ data: { [field]: event } }]));
  subscription.unsubscribe();
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(0));
}

const createNote = (authMode: Mode) => graphql('mutation { createNote(input: { text: "n" }) { text } }', authMode);

test('a guest, whose requests and sockets are signed', async () => {
  expect(await createNote('identityPool')).toEqual({ data: { createNote: { text: 'n' } } });
  await expectEvent('identityPool', 'onCreateNote', () => createNote('apiKey'), { text: 'n' });
  await expect(graphql('mutation { createDiary(input: {}) { id } }', 'identityPool')).rejects.toMatchObject({
    errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access createDiary on type Mutation' }],
  });
});

test('a user signs in with SRP on the same port, and owns what she creates', async () => {
  await signIn({ username: 'ann@example.com', password: 'Passw0rd!' });
  const { userSub } = await fetchAuthSession();
  const create = () => graphql('mutation { createDiary(input: { text: "d" }) { text owner } }', 'userPool');
  expect(await create()).toEqual({ data: { createDiary: { text: 'd', owner: userSub } } });
  await expectEvent('userPool', 'onCreateDiary', create, { text: 'd' });
  expect(await graphql('query { listDiaries { items { text } } }', 'userPool')).toEqual({
    data: { listDiaries: { items: [{ text: 'd' }, { text: 'd' }] } },
  });
});

test('the credentials of a signed-in user sign requests and sockets', async () => {
  expect(await createNote('identityPool')).toEqual({ data: { createNote: { text: 'n' } } });
  await expectEvent('identityPool', 'onCreateNote', () => createNote('userPool'), { text: 'n' });
});

test("token verifiers find the pool's keys", async () => {
  const base = `${started.server.url}/${poolIds.userPoolId}/.well-known`;
  const discovery = await (await fetch(`${base}/openid-configuration`)).json();
  expect(discovery).toMatchObject({ issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolIds.userPoolId}` });
  const jwks = (await (await fetch(`${base}/jwks.json`)).json()) as { keys: { alg: string; d?: string }[] };
  expect(jwks.keys.map(({ alg, d }) => [alg, d])).toEqual([['RS256', undefined]]);
});

test('pages may call the user pool: preflight and exposed error types', async () => {
  const announced = 'amz-sdk-invocation-id,amz-sdk-request,cache-control,content-type,x-amz-target,x-amz-user-agent';
  const headers = { origin: 'http://app', 'access-control-request-headers': announced };
  const preflight = await fetch(`${started.server.url}/`, { method: 'OPTIONS', headers });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, announced]);
  const answer = await fetch(`${started.server.url}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.GetUser',
    },
    body: '{"AccessToken":"x"}',
  });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.1');
  expect(await answer.json()).toMatchObject({ __type: 'NotAuthorizedException' });
});
