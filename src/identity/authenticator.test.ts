import { createHmac } from 'node:crypto';
import { signRequest } from '@aws-amplify/core/internals/aws-client-utils';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../ir/identity.ts';
import { computeSignature } from '../util/compute-signature.ts';
import { hashApiKey } from './api-key.ts';
import { AuthenticationError } from './authentication-error.ts';
import { type AuthenticationRequest, type AuthenticatorConfig, createAuthenticator } from './authenticator.ts';
import type { LambdaAuthorizerEvent } from './lambda-authorizer.ts';
import { serviceCredential } from './service-credential.ts';
import type { SigV4Principal } from './sigv4/sigv4-verifier.ts';

const now = Date.parse('2026-11-22T12:53:33Z');
const seconds = now / 1000;
const poolIssuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC123';
const oidcIssuer = 'https://login.example.com';
const refused = 'You are not authorized to make this call.';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let poolKeys: Pair;
let oidcKeys: Pair;
let otherKeys: Pair;
let poolJwks: JSONWebKeySet;
let oidcJwks: JSONWebKeySet;

beforeAll(async () => {
  [poolKeys, oidcKeys, otherKeys] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('RS256', { extractable: true }),
  ]);
  poolJwks = { keys: [{ ...(await exportJWK(poolKeys.publicKey)), kid: 'pool', alg: 'RS256', use: 'sig' }] };
  oidcJwks = { keys: [{ ...(await exportJWK(oidcKeys.publicKey)), kid: 'oidc', alg: 'ES256', use: 'sig' }] };
});

const accountId = '123456789012';
const worker = serviceCredential({
  name: 'worker',
  accessKeyId: 'AKIASERVICE',
  secretAccessKey: 'service-secret',
  actions: ['query', 'listen'],
  accountId,
});
const guest: SigV4Principal = {
  accessKeyId: 'ASIAGUEST',
  secretAccessKey: 'guest-secret',
  sessionToken: 'guest-session',
  expiresAt: seconds + 60,
  identity: {
    principal: 'guest',
    accountId,
    userArn: `arn:aws:sts::${accountId}:assumed-role/unauthRole/CognitoIdentityCredentials`,
    username: 'ASIAGUEST:CognitoIdentityCredentials',
    cognitoIdentityPoolId: 'us-east-1:pool',
    cognitoIdentityId: 'us-east-1:identity',
    allowedFields: null,
  },
};

function authenticatorWith(more: Partial<AuthenticatorConfig> = {}) {
  return createAuthenticator({
    modes: ['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA'],
    apiKeys: () => [
      { name: 'first', hash: hashApiKey('da2-first'), expiresAt: null, revoked: false },
      { name: 'second', hash: hashApiKey('da2-second'), expiresAt: seconds + 10, revoked: false },
      { name: 'over', hash: hashApiKey('da2-over'), expiresAt: seconds, revoked: false },
      { name: 'revoked', hash: hashApiKey('da2-revoked'), expiresAt: null, revoked: true },
      { name: 'broken', hash: '', expiresAt: null, revoked: false },
    ],
    issuers: [
      {
        mode: 'AMAZON_COGNITO_USER_POOLS',
        issuer: poolIssuer,
        clientIds: ['client123'],
        keys: { kind: 'local', jwks: () => poolJwks },
      },
      {
        mode: 'OPENID_CONNECT',
        issuer: oidcIssuer,
        audiences: ['app'],
        keys: { kind: 'local', jwks: () => oidcJwks },
      },
    ],
    sigV4: {
      region: 'us-east-1',
      findPrincipal: (id) => [worker, guest].find(({ accessKeyId }) => accessKeyId === id) ?? null,
    },
    lambda: null,
    clock: () => now,
    ids: () => 'request-1',
    ...more,
  });
}

const body = '{"query":"query Q { a }","variables":{"id":"1"},"operationName":"Q"}';

function request(headers: AuthenticationRequest['headers'], more: Partial<AuthenticationRequest> = {}) {
  return { method: 'POST', path: '/graphql', headers, body, sourceIp: ['10.0.0.1'], ...more };
}

/** The identity, or the refusal as `status message`. */
async function outcome(authenticate: () => Identity | Promise<Identity>): Promise<Identity | string> {
  try {
    return await authenticate();
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    return `${error.status} ${error.message}`;
  }
}

const ask = (headers: AuthenticationRequest['headers'], config?: Partial<AuthenticatorConfig>) =>
  outcome(() => authenticatorWith(config).authenticate(request(headers)));

describe('an API key', () => {
  it.each([
    ['da2-first', { mode: 'API_KEY', keyName: 'first', sourceIp: ['10.0.0.1'], expiresAt: null }],
    ['da2-second', { mode: 'API_KEY', keyName: 'second', sourceIp: ['10.0.0.1'], expiresAt: seconds + 10 }],
    ['da2-over', `401 ${refused}`],
    ['da2-revoked', `401 ${refused}`],
    ['wrong', `401 ${refused}`],
    ['', `401 ${refused}`],
  ])('%s', async (key, expected) => {
    expect(await ask({ 'x-api-key': key })).toEqual(expected);
  });

  it('is refused where the API takes none', async () => {
    expect(await ask({ 'x-api-key': 'da2-first' }, { modes: ['AWS_IAM'] })).toBe(`401 ${refused}`);
  });
});

describe('a request without a usable credential', () => {
  it.each([
    ['none', {}, '401 Valid authorization header not provided.'],
    ['empty', { authorization: '' }, '401 Valid authorization header not provided.'],
    ['not a JWT', { authorization: 'abc' }, '401 Unable to parse JWT token.'],
    ['two dots', { authorization: 'a.b.c' }, '401 Unable to parse JWT token.'],
    ['half SigV4', { authorization: 'AWS4-HMAC-SHA256 Credential=x' }, `401 ${refused}`],
    ['too long', { authorization: 'a'.repeat(20_000) }, `401 ${refused}`],
  ])('%s', async (_, headers, expected) => {
    expect(await ask(headers)).toBe(expected);
  });
});

describe('several credentials', () => {
  const alice = () => accessToken({});

  it('an API key decides alone, also when it is wrong', async () => {
    const token = await alice();
    expect(await ask({ 'x-api-key': 'da2-first', authorization: token })).toMatchObject({ mode: 'API_KEY' });
    expect(await ask({ 'x-api-key': 'wrong', authorization: token })).toBe(`401 ${refused}`);
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['a header given twice', { authorization: ['a', 'b'] }],
    ['a header in two spellings', { authorization: 'a', Authorization: 'b' }],
    ['a key given twice', { 'x-api-key': ['da2-first', 'da2-first'] }],
    ['a key in two spellings', { 'X-Api-Key': 'da2-first', 'x-api-key': 'da2-first' }],
  ])('%s is refused', async (_, headers) => {
    expect(await ask(headers)).toBe(`401 ${refused}`);
  });

  it('a list with one element is one header too many', async () => {
    expect(await ask({ 'x-api-key': ['da2-first'] })).toBe(`401 ${refused}`);
  });

  it('names on the prototype are not headers', async () => {
    const headers = Object.create({ 'x-api-key': 'da2-first' }) as Record<string, string>;
    expect(await ask(headers)).toBe('401 Valid authorization header not provided.');
  });
});

const base = { sub: 's1', iss: poolIssuer, iat: seconds, exp: seconds + 3600 };

function accessToken(claims: JWTPayload, { kid = 'pool', key = poolKeys.privateKey, alg = 'RS256' } = {}) {
  const payload = { ...base, token_use: 'access', client_id: 'client123', username: 'alice', ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(key);
}

function idToken(claims: JWTPayload) {
  const payload = { ...base, token_use: 'id', aud: 'client123', 'cognito:username': 'alice', ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'pool' }).sign(poolKeys.privateKey);
}

function oidcToken(claims: JWTPayload) {
  const payload = { sub: 'u1', iss: oidcIssuer, aud: 'app', exp: seconds + 60, ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'oidc' }).sign(oidcKeys.privateKey);
}

describe('a user pool token', () => {
  it('of either kind is accepted, with or without Bearer', async () => {
    const access = await accessToken({ 'cognito:groups': ['Eng'] });
    for (const authorization of [access, `Bearer ${access}`, `bearer  ${access}`]) {
      expect(await ask({ authorization })).toMatchObject({
        mode: 'AMAZON_COGNITO_USER_POOLS',
        sub: 's1',
        issuer: poolIssuer,
        username: 'alice',
        expiresAt: seconds + 3600,
        sourceIp: ['10.0.0.1'],
      });
    }
    expect(await ask({ authorization: await idToken({}) })).toMatchObject({ username: 'alice' });
  });

  it('gives its claims as own properties without a prototype', async () => {
    const claims = JSON.parse('{"__proto__":{"sub":"evil"},"constructor":"c"}') as JWTPayload;
    const identity = await ask({ authorization: await accessToken(claims) });
    if (typeof identity === 'string' || !('claims' in identity)) throw new Error('refused');
    expect(Object.getPrototypeOf(identity.claims)).toBeNull();
    expect(Object.keys(identity.claims)).toEqual(expect.arrayContaining(['constructor', 'sub']));
    expect(identity.claims.sub).toBe('s1');
    expect(Object.isFrozen(identity.claims)).toBe(true);
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['that has expired', () => accessToken({ exp: seconds - 1 }), 'Token has expired.'],
    ['that expires now', () => accessToken({ exp: seconds }), 'Token has expired.'],
    ['that never expires', () => accessToken({ exp: undefined as unknown as number }), refused],
    ['that is not valid yet', () => accessToken({ nbf: seconds + 60 }), refused],
    ['without sub', () => accessToken({ sub: '' }), refused],
    ['of another client', () => accessToken({ client_id: 'other' }), refused],
    ['without a client', () => accessToken({ client_id: undefined }), refused],
    ['whose audience poses as its client', () => accessToken({ client_id: undefined, aud: 'client123' }), refused],
    ['for ID, of another client', () => idToken({ aud: 'other', client_id: 'client123' }), refused],
    ['for ID, with two audiences', () => idToken({ aud: ['client123', 'other'] }), refused],
    ['of no kind', () => accessToken({ token_use: undefined }), refused],
    ['of a kind of its own', () => accessToken({ token_use: 'refresh' }), refused],
    ['of another issuer', () => accessToken({ iss: 'https://evil.example.com' }), refused],
    ['without an issuer', () => accessToken({ iss: undefined as unknown as string }), refused],
    ['of an issuer that merely begins alike', () => accessToken({ iss: `${poolIssuer}4` }), refused],
    ['signed with another key', () => accessToken({}, { key: otherKeys.privateKey }), refused],
    ['signed with an unknown key id', () => accessToken({}, { kid: 'other' }), refused],
    ["signed with another issuer's key", () => crossSigned(), refused],
    ['without a signature', () => new UnsecuredJWT({ ...base, token_use: 'access' }).encode(), refused],
    ['signed with the public key as a secret', () => hmacSigned(), refused],
    ['with claims changed afterwards', async () => tampered(await accessToken({})), refused],
    ['with its signature cut off', async () => (await accessToken({})).replace(/\.[^.]*$/, '.'), refused],
  ])('%s is refused', async (_, make, message) => {
    expect(await ask({ authorization: await make() })).toBe(`401 ${message}`);
  });

  it('ends with its session, cached or not', async () => {
    let isLive = true;
    const authenticator = authenticatorWith({
      issuers: [
        {
          mode: 'AMAZON_COGNITO_USER_POOLS',
          issuer: poolIssuer,
          clientIds: null,
          keys: { kind: 'local', jwks: () => poolJwks },
          isLive: () => isLive,
        },
      ],
    });
    const authorization = await accessToken({});
    const again = () => outcome(() => authenticator.authenticate(request({ authorization })));
    expect(await again()).toMatchObject({ sub: 's1' });
    expect(await again()).toMatchObject({ sub: 's1' });
    isLive = false;
    expect(await again()).toBe(`401 ${refused}`);
  });

  it('ends when it expires, also from the cache', async () => {
    let time = now;
    const authenticator = authenticatorWith({ clock: () => time });
    const authorization = await accessToken({ exp: seconds + 30 });
    const again = () => outcome(() => authenticator.authenticate(request({ authorization })));
    expect(await again()).toMatchObject({ sub: 's1' });
    time = now + 30_000;
    expect(await again()).toBe('401 Token has expired.');
  });

  it('is verified with rotated keys', async () => {
    let jwks = poolJwks;
    const issuers = [
      {
        mode: 'AMAZON_COGNITO_USER_POOLS',
        issuer: poolIssuer,
        clientIds: null,
        keys: { kind: 'local', jwks: () => jwks },
      },
    ] as const;
    const authenticator = authenticatorWith({ issuers });
    const next = async () =>
      outcome(async () =>
        authenticator.authenticate(
          request({ authorization: await accessToken({}, { kid: 'new', key: otherKeys.privateKey }) }),
        ),
      );
    expect(await next()).toBe(`401 ${refused}`);
    jwks = { keys: [...jwks.keys, { ...(await exportJWK(otherKeys.publicKey)), kid: 'new', alg: 'RS256' }] };
    expect(await next()).toMatchObject({ sub: 's1' });
  });

  it('is refused with another algorithm, whatever keys the pool lists', async () => {
    const { alg: _, ...key } = oidcJwks.keys[0]!;
    const issuers = [
      {
        mode: 'AMAZON_COGNITO_USER_POOLS',
        issuer: poolIssuer,
        clientIds: null,
        keys: { kind: 'local', jwks: () => ({ keys: [...poolJwks.keys, key] }) },
      },
    ] as const;
    expect(await ask({ authorization: await crossSigned() }, { issuers })).toBe(`401 ${refused}`);
    expect(await ask({ authorization: await accessToken({}) }, { issuers })).toMatchObject({ sub: 's1' });
  });

  it('is refused where the API takes none', async () => {
    expect(await ask({ authorization: await accessToken({}) }, { modes: ['API_KEY'] })).toBe(`401 ${refused}`);
  });

  function crossSigned() {
    const payload = { ...base, token_use: 'access', client_id: 'client123' };
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'oidc' }).sign(oidcKeys.privateKey);
  }

  function hmacSigned() {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS256', kid: 'pool' })}.${part({ ...base, token_use: 'access', client_id: 'client123' })}`;
    const signature = createHmac('sha256', JSON.stringify(poolJwks.keys[0])).update(text).digest('base64url');
    return `${text}.${signature}`;
  }

  function tampered(token: string) {
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const changed = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['Admin'] })).toString('base64url');
    return [header, changed, signature].join('.');
  }
});

describe('the same caller', () => {
  it('is the same object, from the same address', async () => {
    const authenticator = authenticatorWith();
    const authorization = await accessToken({});
    for (const headers of [{ authorization }, { 'x-api-key': 'da2-first' }]) {
      const first = await authenticator.authenticate(request(headers));
      expect(await authenticator.authenticate(request(headers))).toBe(first);
      const elsewhere = await authenticator.authenticate(request(headers, { sourceIp: ['10.0.0.2'] }));
      expect(elsewhere).toEqual({ ...first, sourceIp: ['10.0.0.2'] });
    }
  });
});

describe('an OIDC token', () => {
  it('picks its mode by issuer, a trailing slash more or less', async () => {
    expect(await ask({ authorization: await oidcToken({}) })).toMatchObject({
      mode: 'OPENID_CONNECT',
      sub: 'u1',
      username: null,
    });
    const slashed = await oidcToken({ iss: `${oidcIssuer}/`, aud: 'other', azp: 'app' });
    expect(await ask({ authorization: slashed })).toMatchObject({ mode: 'OPENID_CONNECT' });
    expect(await ask({ authorization: await oidcToken({ aud: 'other' }) })).toBe(`401 ${refused}`);
  });

  it('is verified with keys fetched once', async () => {
    let fetched = 0;
    const authenticator = authenticatorWith({
      issuers: [
        {
          mode: 'OPENID_CONNECT',
          issuer: oidcIssuer,
          audiences: null,
          keys: { kind: 'remote', url: 'https://login.example.com/jwks' },
        },
      ],
      fetch: async () => {
        fetched += 1;
        return Response.json(oidcJwks);
      },
    });
    for (const sub of ['u1', 'u2']) {
      const authorization = await oidcToken({ sub });
      expect(await outcome(() => authenticator.authenticate(request({ authorization })))).toMatchObject({ sub });
    }
    expect(fetched).toBe(1);
  });

  it('is refused while its keys cannot be read', async () => {
    const issuers = [
      {
        mode: 'OPENID_CONNECT',
        issuer: oidcIssuer,
        audiences: null,
        keys: { kind: 'remote', url: 'https://x.invalid/' },
      },
    ] as const;
    const fetch = () => Promise.reject(new Error('offline'));
    expect(await ask({ authorization: await oidcToken({}) }, { issuers, fetch })).toBe(`401 ${refused}`);
  });
});

describe('a signed request', () => {
  const url = new URL('http://localhost:4977/graphql');

  const plain = { host: url.host, 'x-amz-date': '20261122T125333Z' };

  /** Signed by the client library itself. */
  function signed(
    principal: SigV4Principal,
    more: { body?: string; url?: URL; date?: number; region?: string; service?: string } = {},
  ) {
    const { accessKeyId, secretAccessKey, sessionToken } = principal;
    const request = {
      method: 'POST',
      url: more.url ?? url,
      headers: { 'content-type': 'application/json; charset=UTF-8', 'x-amz-user-agent': 'aws-amplify/6' },
      body: more.body ?? body,
    };
    const { headers } = signRequest(request, {
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken === null ? {} : { sessionToken }) },
      signingDate: new Date(more.date ?? now),
      signingRegion: more.region ?? 'us-east-1',
      signingService: more.service ?? 'appsync',
    });
    return { ...headers, host: (more.url ?? url).host } as Record<string, string>;
  }

  const send = (
    headers: Record<string, string>,
    more: Partial<AuthenticationRequest> = {},
    config: Partial<AuthenticatorConfig> = {},
  ) => outcome(() => authenticatorWith(config).authenticate(request(headers, more)));

  it('of a service has its scopes as a policy', async () => {
    expect(await send(signed(worker))).toEqual({
      mode: 'AWS_IAM',
      principal: 'service',
      accountId,
      userArn: `arn:aws:sts::${accountId}:assumed-role/worker/worker`,
      username: 'AKIASERVICE:worker',
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      allowedFields: ['Query.*', 'Subscription.*'],
      sourceIp: ['10.0.0.1'],
      expiresAt: null,
    });
  });

  it('passes for a service where the API does not take IAM, and for nobody else', async () => {
    expect(await send(signed(worker), {}, { modes: ['API_KEY'] })).toMatchObject({ principal: 'service' });
    expect(await send(signed(guest), {}, { modes: ['API_KEY'] })).toBe(`401 ${refused}`);
  });

  it('of temporary credentials ends with them', async () => {
    expect(await send(signed(guest))).toMatchObject({ principal: 'guest', expiresAt: seconds + 60 });
    const later = now + 60_000;
    expect(await send(signed(guest, { date: later }), {}, { clock: () => later })).toBe(`401 ${refused}`);
  });

  it('may have a query and escaped characters', async () => {
    const odd = new URL('http://localhost:4977/graphql?b=2&a=1%20x&a=%2B');
    const headers = signed(worker, { url: odd });
    expect(await send(headers, { path: `${odd.pathname}${odd.search}` })).toMatchObject({ principal: 'service' });
    expect(await send(headers, { path: '/graphql?b=2' })).toBe(`401 ${refused}`);
  });

  it('holds for five minutes either way', async () => {
    for (const [offset, expected] of [
      [299_000, true],
      [301_000, false],
      [-299_000, true],
      [-301_000, false],
    ] as const) {
      const found = await send(signed(worker, { date: now + offset }));
      expect(typeof found !== 'string', String(offset)).toBe(expected);
    }
  });

  it.each<[string, () => Promise<Identity | string>]>([
    ['with another body', () => send(signed(worker), { body: body.replace('query', 'mutation') })],
    ['with an empty body', () => send(signed(worker), { body: '' })],
    ['with another path', () => send(signed(worker), { path: '/graphql/other' })],
    ['with another method', () => send(signed(worker), { method: 'PUT' })],
    ['with another host', () => send({ ...signed(worker), host: 'evil.example.com' })],
    ['with another date', () => send({ ...signed(worker), 'x-amz-date': '20261122T125334Z' })],
    ['with a header of the signature changed', () => send({ ...signed(worker), 'x-amz-user-agent': 'other' })],
    ['with a header of the signature removed', () => send(without(signed(worker), 'x-amz-user-agent'))],
    ['for another region', () => send(signed(worker, { region: 'eu-west-1' }))],
    ['for another service', () => send(signed(worker, { service: 's3' }))],
    ['with another secret', () => send(signed({ ...worker, secretAccessKey: 'guess' }))],
    ['with an unknown key', () => send(signed({ ...worker, accessKeyId: 'AKIAOTHER' }))],
    ['with a session token the key does not have', () => send(signed({ ...worker, sessionToken: 'x' }))],
    ['without the session token', () => send(signed({ ...guest, sessionToken: null }))],
    ['with another session token', () => send(signed({ ...guest, sessionToken: 'other' }))],
    ['with the session token exchanged', () => send({ ...signed(guest), 'x-amz-security-token': 'other' })],
    ['with the body declared unsigned', () => send({ ...signed(worker), 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })],
    ['that does not sign its host', () => send(signedOver(['x-amz-date'], plain))],
    ['that does not sign its date', () => send(signedOver(['host'], plain))],
    ['that signs a header it lacks', () => send(signedOver(['host', 'x-amz-date', 'x-other'], plain))],
    ['where none are taken', () => send(signed(worker), {}, { sigV4: null })],
  ])('%s is refused', async (_, run) => {
    expect(await run()).toBe(`401 ${refused}`);
  });

  it('needs no more than host and date signed', async () => {
    expect(await send(signedOver(['host', 'x-amz-date'], plain))).toMatchObject({ principal: 'service' });
  });

  it('opens a socket and starts a subscription with its own paths', async () => {
    const payload = '{"query":"subscription { a }","variables":{}}';
    const authenticator = authenticatorWith();
    const connect = signed(guest, { url: new URL('http://localhost:4977/graphql/connect'), body: '{}' });
    const start = { ...signed(guest, { body: payload }), 'x-amz-user-agent': 'aws-amplify/6' };
    const realtime = (auth: unknown, path: string, text: string) =>
      outcome(() => authenticator.authenticateRealtime(auth, { path, payload: text }));
    expect(await realtime(connect, '/graphql/connect', '{}')).toMatchObject({ principal: 'guest' });
    expect(await realtime(start, '/graphql', payload)).toMatchObject({ principal: 'guest' });
    expect(await realtime(connect, '/graphql', payload)).toBe(`401 ${refused}`);
    expect(await realtime(start, '/graphql', payload.replace('a', 'b'))).toBe(`401 ${refused}`);
  });

  function without(headers: Record<string, string>, name: string) {
    return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
  }

  /** Signed correctly over other headers than the client would choose. */
  function signedOver(signedHeaders: readonly string[], headers: Record<string, string>) {
    const scope = { date: '20261122', region: 'us-east-1', service: 'appsync', signedHeaders };
    const signature = computeSignature(
      { method: 'POST', path: '/graphql', headers, body },
      scope,
      worker.secretAccessKey,
    );
    const credential = `${worker.accessKeyId}/20261122/us-east-1/appsync/aws4_request`;
    const signed = signedHeaders.join(';');
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`;
    return { ...headers, authorization };
  }
});

describe('a Lambda authorizer', () => {
  const events: LambdaAuthorizerEvent[] = [];
  const lambda = (answer: unknown, more: object = {}) => ({
    lambda: {
      invoke: async (event: LambdaAuthorizerEvent) => {
        events.push(event);
        if (answer instanceof Error) throw answer;
        return typeof answer === 'function' ? (answer() as unknown) : answer;
      },
      ttlSeconds: 0,
      tokenPattern: null,
      apiId: 'api',
      accountId: 'acc',
      ...more,
    },
  });
  const failed = '400 The Lambda authorizer failed.';

  it('is asked with the token as sent and the operation', async () => {
    events.length = 0;
    await ask({ authorization: 'Bearer custom' }, lambda({ isAuthorized: true }));
    expect(events).toEqual([
      {
        authorizationToken: 'Bearer custom',
        requestContext: {
          apiId: 'api',
          accountId: 'acc',
          requestId: 'request-1',
          queryString: 'query Q { a }',
          operationName: 'Q',
          variables: { id: '1' },
        },
      },
    ]);
  });

  it.each<[string, unknown, unknown]>([
    ['yes', { isAuthorized: true }, { mode: 'AWS_LAMBDA', resolverContext: {}, deniedFields: [] }],
    [
      'yes with a context and denied fields',
      {
        isAuthorized: true,
        resolverContext: { tenant: 't' },
        deniedFields: ['Event.secret', 'arn:aws:appsync:us-east-1:1:apis/abc/types/Mutation/fields/createEvent'],
      },
      { resolverContext: { tenant: 't' }, deniedFields: ['Event.secret', 'Mutation.createEvent'] },
    ],
    ['no', { isAuthorized: false }, `401 ${refused}`],
    ['nothing', undefined, failed],
    ['a text', 'true', failed],
    ['a yes that is a text', { isAuthorized: 'true' }, failed],
    ['a failure', new Error('boom'), failed],
    ['denied fields it cannot read', { isAuthorized: true, deniedFields: ['Event.*'] }, failed],
    ['denied fields that are a text', { isAuthorized: true, deniedFields: 'Event.secret' }, failed],
    ['a context that is a list', { isAuthorized: true, resolverContext: [] }, failed],
    ['a time to live that is a text', { isAuthorized: true, ttlOverride: '60' }, failed],
    ['more than 5 MB', { isAuthorized: true, resolverContext: { a: 'x'.repeat(5_300_000) } }, failed],
  ])('answers %s', async (_, answer, expected) => {
    const found = await ask({ authorization: 'custom' }, lambda(answer));
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatchObject(expected as object);
  });

  it('may not take for ever', async () => {
    const slow = lambda(() => new Promise(() => {}), { timeoutMilliseconds: 20 });
    expect(await ask({ authorization: 'custom' }, slow)).toBe(failed);
  });

  it('is not asked about tokens of another form', async () => {
    events.length = 0;
    const config = lambda({ isAuthorized: true }, { tokenPattern: /custom-\w+/g });
    for (const authorization of ['other', 'x custom-a', 'custom-a;']) {
      expect(await ask({ authorization }, config)).toBe(`401 ${refused}`);
    }
    expect(events).toEqual([]);
    expect(await ask({ authorization: 'custom-a' }, config)).toMatchObject({ mode: 'AWS_LAMBDA' });
  });

  it.each([
    [{ isAuthorized: true }, 60, 59, 1],
    [{ isAuthorized: true }, 60, 60, 2],
    [{ isAuthorized: true }, 0, 0, 2],
    [{ isAuthorized: true, ttlOverride: 0 }, 60, 1, 2],
    [{ isAuthorized: true, ttlOverride: 90_000 }, 0, 3599, 1],
    [{ isAuthorized: true, ttlOverride: 90_000 }, 0, 3600, 2],
    [{ isAuthorized: false }, 60, 1, 1],
  ])('is asked again when its answer %j has ended (ttl %i, after %i s)', async (answer, ttlSeconds, after, calls) => {
    events.length = 0;
    let time = now;
    const authenticator = authenticatorWith({ ...lambda(answer, { ttlSeconds }), clock: () => time });
    const again = () => outcome(() => authenticator.authenticate(request({ authorization: 'custom' })));
    const first = await again();
    time += after * 1000;
    expect(await again()).toEqual(first);
    expect(events).toHaveLength(calls);
  });

  it('never sees the tokens of a configured issuer', async () => {
    events.length = 0;
    const config = lambda({ isAuthorized: true });
    expect(await ask({ authorization: await accessToken({ exp: seconds - 1 }) }, config)).toBe(
      '401 Token has expired.',
    );
    expect(events).toEqual([]);
    const foreign = await accessToken({ iss: 'https://elsewhere.example.com' });
    expect(await ask({ authorization: foreign }, config)).toMatchObject({ mode: 'AWS_LAMBDA' });
  });
});

describe('an authorization object of a socket', () => {
  const realtime = (auth: unknown) =>
    outcome(() =>
      authenticatorWith().authenticateRealtime(auth, { path: '/graphql', payload: '{}', sourceIp: ['::1'] }),
    );

  it('carries a key or a token', async () => {
    const key = {
      host: 'localhost:1',
      'x-amz-date': '20261122T125423Z',
      'x-api-key': 'da2-first',
      'x-amz-user-agent': 'a',
    };
    expect(await realtime(key)).toEqual({ mode: 'API_KEY', keyName: 'first', sourceIp: ['::1'], expiresAt: null });
    expect(await realtime({ Authorization: await accessToken({}), host: 'localhost:1' })).toMatchObject({ sub: 's1' });
  });

  it.each<[string, unknown, string]>([
    ['missing', undefined, '401 Valid authorization header not provided.'],
    ['null', null, '401 Valid authorization header not provided.'],
    ['a list', ['x-api-key'], '401 Valid authorization header not provided.'],
    ['empty', {}, '401 Valid authorization header not provided.'],
    ['only a host', { host: 'localhost' }, '401 Valid authorization header not provided.'],
    ['of other types', { 'x-api-key': ['da2-first'] }, `401 ${refused}`],
    ['in two spellings', { Authorization: 'a', authorization: 'b' }, `401 ${refused}`],
    ['enormous', Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`h${i}`, 'x'])), `401 ${refused}`],
    ['with a key on its prototype', JSON.parse('{"__proto__":{"x-api-key":"da2-first"}}'), `401 ${refused}`],
  ])('that is %s is refused', async (_, auth, expected) => {
    expect(await realtime(auth)).toBe(expected);
  });
});

it('says in a refusal neither key nor token', async () => {
  const authorization = await accessToken({ exp: seconds - 1 });
  for (const headers of [{ 'x-api-key': 'da2-revoked' }, { authorization }, { authorization: 'custom-token' }]) {
    try {
      await authenticatorWith().authenticate(request(headers));
      expect.unreachable();
    } catch (error) {
      const { message, hint, stack } = error as AuthenticationError;
      for (const secret of Object.values(headers)) expect(`${message} ${hint} ${stack}`).not.toContain(secret);
    }
  }
});
