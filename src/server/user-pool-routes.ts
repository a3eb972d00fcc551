import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserPool } from '../identity/user-pool/user-pool.ts';
import { clientAddresses } from './client-addresses.ts';
import { credentialHeaders } from './credential-headers.ts';
import { type AllowedOrigins, answerPreflight, crossOriginHeaders } from './cross-origin.ts';

export interface UserPoolRoutesOptions {
  readonly userPool: UserPool;
  readonly origins: AllowedOrigins;
  readonly trustProxy: boolean;
}

/**
 * Cognito's wire API at `POST /`, told apart by `X-Amz-Target`, and the pool's keys and discovery document where token
 * verifiers look for them, `/<pool id>/.well-known/…`.
 */
export function addUserPoolRoutes(app: FastifyInstance, options: UserPoolRoutesOptions): void {
  const { userPool, origins, trustProxy } = options;
  const { userPoolId, issuer } = userPool.settings;

  // The body goes on as it came: signatures of administrators cover its bytes.
  app.addContentTypeParser('application/x-amz-json-1.1', { parseAs: 'string' }, (_, body, done) => done(null, body));

  app.post('/', async (request, reply) => {
    const { status, headers, body } = await userPool.handleRequest({
      method: 'POST',
      path: request.url,
      headers: credentialHeaders(request.raw),
      body: typeof request.body === 'string' ? request.body : '',
      sourceIp: clientAddresses(request.raw, trustProxy),
    });
    allow(request, reply);
    return reply.code(status).headers(headers).header('x-amzn-requestid', request.id).send(Buffer.from(body));
  });
  app.options('/', (request, reply) => {
    reply.hijack();
    answerPreflight(request.raw, reply.raw, origins);
  });
  app.get(`/${userPoolId}/.well-known/jwks.json`, async (request, reply) => {
    allow(request, reply);
    return reply.header('cache-control', 'max-age=300').send(userPool.jwks());
  });
  app.get(`/${userPoolId}/.well-known/openid-configuration`, async (request, reply) => {
    allow(request, reply);
    return reply.header('cache-control', 'max-age=300').send({
      issuer,
      // The issuer has the form of the cloud, where nobody has these keys: they are at this very server.
      jwks_uri: `${request.protocol}://${request.host}/${userPoolId}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      subject_types_supported: ['public'],
      response_types_supported: ['token'],
    });
  });

  function allow(request: FastifyRequest, reply: FastifyReply): void {
    const headers = crossOriginHeaders(request.raw, origins);
    for (let n = 0; n < headers.length; n += 2) reply.header(headers[n]!, headers[n + 1]!);
  }
}
