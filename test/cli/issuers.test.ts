import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { expect, it, onTestFinished } from 'vitest';
import { createFolder, runPreamp, startPreamp } from './preamp-process.ts';

const schema = `
  type Note @model @auth(rules: [
    { allow: owner }
    { allow: owner, provider: oidc, identityClaim: "sub", ownerField: "subject" }
  ]) { id: ID! text: String subject: String }
`;

/** An identity provider on this machine: its discovery document, its keys, and tokens. */
async function startIssuer(paths: { readonly discovery: string | null; readonly jwks: string }) {
  let current = await generateKeyPair('RS256', { extractable: true });
  let kid = 'first';
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    requests.push(request.url ?? '');
    if (request.url === paths.discovery) {
      response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}${paths.jwks}` }));
    } else if (request.url === paths.jwks) {
      const key: JWK = { ...(await exportJWK(current.publicKey)), kid, alg: 'RS256', use: 'sig' };
      response.end(JSON.stringify({ keys: [key] }));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    rotate: async () => {
      current = await generateKeyPair('RS256', { extractable: true });
      kid = 'second';
    },
    token: (claims: object) =>
      new SignJWT({ iss: url, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(current.privateKey),
  };
}

async function startWith(issuer: object) {
  const folder = createFolder({
    'schema.graphql': schema,
    'preamp.config.json': JSON.stringify({ authorization: { issuers: [issuer] } }),
  });
  const { ready } = await startPreamp(folder);
  const ask = async (token: string, query: string) => {
    const response = await fetch(ready.url, {
      method: 'POST',
      headers: { authorization: token },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return { ready, ask, folder };
}

const refused = { status: 401, body: { errors: [{ errorType: 'UnauthorizedException' }] } };

it('tokens of any OIDC issuer are accepted, with the keys its discovery document names', async () => {
  const issuer = await startIssuer({ discovery: '/.well-known/openid-configuration', jwks: '/oauth/certs' });
  const { ask } = await startWith({ mode: 'OPENID_CONNECT', issuer: issuer.url, clientIds: ['website'] });
  const token = await issuer.token({ sub: 'u1', aud: 'website' });
  expect(await ask(token, 'mutation { createNote(input: { text: "a" }) { text subject } }')).toEqual({
    status: 200,
    body: { data: { createNote: { text: 'a', subject: 'u1' } } },
  });
  const other = await issuer.token({ sub: 'u2', aud: 'website' });
  expect((await ask(other, '{ listNotes { items { text } } }')).body).toEqual({ data: { listNotes: { items: [] } } });
  expect(await ask(await issuer.token({ sub: 'u1', aud: 'other' }), '{ listNotes { items { text } } }')).toMatchObject(
    refused,
  );
  expect(
    await ask(await issuer.token({ sub: 'u1', aud: 'website', iss: 'http://127.0.0.1:1' }), '{ a }'),
  ).toMatchObject(refused);
  expect(issuer.requests).toEqual(['/.well-known/openid-configuration', '/oauth/certs']);
});

it('a provider without a discovery document has its keys at the usual place', async () => {
  const issuer = await startIssuer({ discovery: null, jwks: '/.well-known/jwks.json' });
  const { ask } = await startWith({ mode: 'OPENID_CONNECT', issuer: issuer.url });
  expect(await ask(await issuer.token({ sub: 'u1' }), '{ listNotes { items { text } } }')).toMatchObject({
    status: 200,
  });
});

it('a user pool elsewhere takes the place of the embedded one', async () => {
  const issuer = await startIssuer({ discovery: null, jwks: '/.well-known/jwks.json' });
  const { ready, ask, folder } = await startWith({
    mode: 'AMAZON_COGNITO_USER_POOLS',
    issuer: issuer.url,
    clientIds: ['client'],
  });
  expect(ready).not.toHaveProperty('userPoolId');
  const claims = { sub: 's1', username: 'ann', token_use: 'access', client_id: 'client' };
  const token = await issuer.token(claims);
  expect(await ask(token, 'mutation { createNote(input: { text: "a" }) { text owner } }')).toEqual({
    status: 200,
    body: { data: { createNote: { text: 'a', owner: 'ann' } } },
  });
  expect(await ask(await issuer.token({ ...claims, client_id: 'other' }), '{ a }')).toMatchObject(refused);
  expect(await ask(await issuer.token({ ...claims, token_use: 'refresh' }), '{ a }')).toMatchObject(refused);
  const signUp = await fetch(new URL('/', ready.url), {
    method: 'POST',
    headers: {
      'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp',
      'content-type': 'application/x-amz-json-1.1',
    },
    body: '{}',
  });
  expect(signUp.status).not.toBe(200);
  expect(await runPreamp(folder, 'users', 'list')).toMatchObject({
    code: 1,
    err: expect.stringMatching(
      new RegExp(`^✖ The users of this project are in another pool: ${issuer.url}\\n.*\\n {2}\\[users-elsewhere\\]`),
    ),
  });
});

/** What `preamp generate outputs` writes for clients. */
async function outputsOf(files: Readonly<Record<string, string>>) {
  const folder = createFolder(files);
  expect(await runPreamp(folder, 'generate', 'outputs')).toMatchObject({ code: 0 });
  const outputs = JSON.parse(readFileSync(join(folder, 'amplify_outputs.json'), 'utf8')) as Record<string, unknown>;
  const { Auth } = parseAmplifyConfig(outputs as never);
  return { folder, auth: outputs.auth, client: Auth?.Cognito };
}

it('clients are told the pool of the configuration', async () => {
  const { auth, client } = await outputsOf({
    'schema.graphql': schema,
    'preamp.config.json': JSON.stringify({
      authorization: {
        issuers: [
          {
            mode: 'AMAZON_COGNITO_USER_POOLS',
            issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123',
            clientIds: ['website', 'app'],
          },
        ],
      },
    }),
  });
  const ids = { user_pool_id: 'eu-west-1_AbC123', user_pool_client_id: 'website' };
  expect(auth).toEqual({ aws_region: 'eu-west-1', ...ids, groups: [] });
  expect(client).toEqual({ userPoolId: 'eu-west-1_AbC123', userPoolClientId: 'website', groups: [] });
});

it('clients are told the pool that the project refers to, and its users are not here', async () => {
  const { folder, auth, client } = await outputsOf({
    'amplify/auth/resource.ts': `import { referenceAuth } from '@aws-amplify/backend';
      export const auth = referenceAuth({
        userPoolId: 'eu-west-1_AbC123',
        userPoolClientId: 'website',
        identityPoolId: 'eu-west-1:11111111-2222-3333-4444-555555555555',
        authRoleArn: 'arn:aws:iam::123456789012:role/auth',
        unauthRoleArn: 'arn:aws:iam::123456789012:role/unauth',
        groups: { EDITORS: 'arn:aws:iam::123456789012:role/editors' },
      });`,
    'amplify/data/resource.ts': `import { a, defineData } from '@aws-amplify/backend';
      const schema = a.schema({ Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]) });
      export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'userPool' } });`,
    'amplify/backend.ts': `import { defineBackend } from '@aws-amplify/backend';
      import { auth } from './auth/resource';
      import { data } from './data/resource';
      defineBackend({ auth, data });`,
  });
  expect(auth).toEqual({
    aws_region: 'eu-west-1',
    user_pool_id: 'eu-west-1_AbC123',
    user_pool_client_id: 'website',
    identity_pool_id: 'eu-west-1:11111111-2222-3333-4444-555555555555',
    groups: [{ EDITORS: { precedence: 0 } }],
  });
  expect(client).toMatchObject({
    userPoolId: 'eu-west-1_AbC123',
    identityPoolId: 'eu-west-1:11111111-2222-3333-4444-555555555555',
  });
  expect(client).not.toHaveProperty('userPoolEndpoint');
  expect((await runPreamp(folder, 'users', 'list')).err).toContain('[users-elsewhere]');
});

it('a project without sign-in has no users', async () => {
  const folder = createFolder({
    'amplify/data/resource.ts': `import { a, defineData } from '@aws-amplify/backend';
      const schema = a.schema({ Note: a.model({ text: a.string() }).authorization((allow) => [allow.publicApiKey()]) });
      export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'apiKey' } });`,
    'amplify/backend.ts': `import { defineBackend } from '@aws-amplify/backend';
      import { data } from './data/resource';
      defineBackend({ data });`,
  });
  expect((await runPreamp(folder, 'users', 'list')).err).toContain('[users-missing]');
});

it('the embedded pool says where its keys are: at this server', async () => {
  const { ready } = await startPreamp(createFolder({ 'schema.graphql': schema }));
  const base = new URL(`/${ready.userPoolId}/`, ready.url);
  const found = (await (await fetch(new URL('.well-known/openid-configuration', base))).json()) as Record<
    string,
    string
  >;
  expect(found).toMatchObject({
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${ready.userPoolId}`,
    jwks_uri: new URL('.well-known/jwks.json', base).href,
  });
  const { keys } = (await (await fetch(found.jwks_uri!)).json()) as { keys: readonly object[] };
  expect(keys).toMatchObject([{ kty: 'RSA', alg: 'RS256', use: 'sig' }]);
});
