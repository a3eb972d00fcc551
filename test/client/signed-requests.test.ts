import { signRequest as signOfficially } from '@aws-amplify/core/internals/aws-client-utils';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { generateClient, identityPoolCredentials } from '../../src/client/index.ts';
import { signRequest } from '../../src/client/sign-request.ts';
import { poolIds, type StartedBackend, startBackend } from '../compat/start-backend.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: public, provider: identityPool }, { allow: private, provider: identityPool }]) {
    id: ID!
    text: String
  }
  type Secret @model @auth(rules: [{ allow: private, provider: identityPool }]) { id: ID! }
`;

// biome-ignore lint/suspicious/noExplicitAny: the types have tests of their own
type Loose = any;

let started: StartedBackend;
let outputs: object;
const clients: Loose[] = [];

beforeAll(async () => {
  started = await startBackend(schema);
  const { userPoolId, clientId, identityPoolId } = poolIds;
  const user = { name: 'ann@example.com', password: 'Passw0rd!', attributes: { email: 'ann@example.com' } };
  await started.userPool.admin.createUser(user);
  const endpoint = `${started.server.url}/`;
  outputs = {
    Auth: {
      Cognito: {
        userPoolId,
        userPoolClientId: clientId,
        userPoolEndpoint: endpoint,
        identityPoolId,
        identityPoolEndpoint: endpoint,
        allowGuestAccess: true,
      },
    },
    API: {
      GraphQL: {
        endpoint: started.server.graphqlUrl.replace('http:', 'HTTP:'),
        region: 'us-east-1',
        defaultAuthMode: 'iam',
        modelIntrospection: modelIntrospection(started.backend.model),
      },
    },
  };
  Amplify.configure(outputs as never);
});

afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

afterAll(async () => {
  await signOut();
  await started.close();
  expect(started.errors).toEqual([]);
});

function clientOf(options: object): Loose {
  const client = generateClient({ outputs, ...options });
  clients.push(client);
  return client;
}

test('a guest: requests, a subscription and lazy loaders are signed with credentials of the identity pool', async () => {
  const client = clientOf({ credentials: identityPoolCredentials({ outputs }) });
  const seen: unknown[] = [];
  client.models.Note.onCreate().subscribe({ next: ({ text }: Loose) => seen.push(text), error: seen.push });
  await expect.poll(() => started.backend.realtimeMetrics.subscriptions).toBe(1);
  expect(await client.models.Note.create({ text: 'über' })).toMatchObject({ data: { text: 'über' } });
  await expect.poll(() => seen).toEqual(['über']);
  expect((await client.models.Secret.create({})).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
});

test('a signed-in user has the credentials of the role of those', async () => {
  await signIn({ username: 'ann@example.com', password: 'Passw0rd!' });
  let token: string | null = null;
  let asked = 0;
  const counting: typeof fetch = (...request) => {
    asked++;
    return fetch(...request);
  };
  const credentials = identityPoolCredentials({ outputs, idToken: () => token, fetch: counting });
  const client = clientOf({ authMode: 'identityPool', credentials });
  expect((await client.models.Secret.create({ id: '1' })).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  token = String((await fetchAuthSession()).tokens!.idToken);
  expect(await client.models.Secret.create({ id: '1' })).toMatchObject({ data: { id: '1' } });
  await client.models.Secret.list();
  // Two calls for the guest and two for the user: they are kept.
  expect(asked).toBe(4);
});

test('credentials that have ended are fetched again, and so after a failure', async () => {
  const ends = [Date.now() / 1000 + 30, Date.now() / 1000 + 3_600];
  let answers = 0;
  const pool = (async (_: string, init: RequestInit) => {
    if (String((init.headers as Loose)['x-amz-target']).endsWith('GetId')) return Response.json({ IdentityId: 'i' });
    if (++answers === 1) return Response.json({ message: 'busy' }, { status: 400 });
    const Expiration = ends.shift() ?? 0;
    return Response.json({
      Credentials: { AccessKeyId: `k${answers}`, SecretKey: 's', SessionToken: 't', Expiration },
    });
  }) as typeof fetch;
  const credentials = identityPoolCredentials({ outputs, fetch: pool });
  await expect(credentials()).rejects.toThrow('NoCredentials: the identity pool refuses: busy');
  const keys = [await credentials(), await credentials(), await credentials()].map(({ accessKeyId }) => accessKeyId);
  expect(keys).toEqual(['k2', 'k3', 'k3']);
});

test('a wrong secret is refused, on requests and sockets; a call without credentials is not made', async () => {
  const good = await identityPoolCredentials({ outputs })();
  const bad = clientOf({ credentials: { ...good, secretAccessKey: 'wrong' } });
  expect((await bad.models.Note.list()).errors).toMatchObject([{ errorType: 'UnauthorizedException' }]);
  const failure = new Promise((resolve) => bad.models.Note.onCreate().subscribe({ error: resolve }));
  expect(await failure).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
  await expect(clientOf({}).models.Note.list()).rejects.toThrow('NoCredentials: authMode iam needs credentials.');
  const { graphqlUrl: endpoint } = started.server;
  const bare: Loose = generateClient({ endpoint, authMode: 'iam', credentials: good });
  await expect(bare.graphql({ query: '{ a }' })).rejects.toThrow('name no region');
  const listed: Loose = generateClient({ endpoint, authMode: 'iam', region: 'us-east-1', credentials: good });
  expect((await listed.graphql({ query: '{ listNotes { __typename } }' })).data).toEqual({
    listNotes: { __typename: 'ModelNoteConnection' },
  });
  expect(() => identityPoolCredentials({ outputs: {} })).toThrow('name no identity pool');
});

test('without WebCrypto it says what is missing', async () => {
  const client = clientOf({ credentials: { accessKeyId: 'a', secretAccessKey: 's' } });
  vi.stubGlobal('crypto', {});
  await expect(client.models.Note.list()).rejects.toThrow('need WebCrypto');
  vi.unstubAllGlobals();
});

test.each([
  ['https://api.example.com/graphql', '', '{"query":"{ ä }"}'],
  ['HTTP://Localhost:20002/graphql', '/connect', '{}'],
  ['http://localhost:80/graphql', '', ''],
  ['https://h:443/a/graphql/', '/connect', '{}'],
] as const)('the signature for %s%s is the official one', async (endpoint, suffix, body) => {
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret/+', sessionToken: 'token==' };
  const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  const own = await signRequest({ endpoint, suffix, body, region: 'eu-west-1', credentials, now });
  const url = new URL(suffix === '' ? endpoint : `${endpoint.replace(/\/$/, '')}${suffix}`);
  const { headers } = signOfficially(
    { method: 'POST', url, headers: {}, body },
    { credentials, signingDate: new Date(now), signingRegion: 'eu-west-1', signingService: 'appsync' },
  );
  expect(own).toMatchObject({ authorization: headers.authorization, 'x-amz-date': '20260102T030405Z' });
});
