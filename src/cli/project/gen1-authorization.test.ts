import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gen1Authorization } from './gen1-authorization.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gen1-'));
  mkdirSync(join(root, 'amplify/backend/api/blog/schema'), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const sdl = () => join(root, 'amplify/backend/api/blog/schema/a.graphql');
const write = (text: string) => writeFileSync(join(root, 'amplify/backend/backend-config.json'), text);

describe('gen1Authorization', () => {
  it('reads the modes of the API a file belongs to', () => {
    write(
      JSON.stringify({
        auth: { user: { service: 'Cognito' } },
        api: {
          other: { service: 'API Gateway', dependsOn: [] },
          blog: {
            service: 'AppSync',
            output: {
              authConfig: {
                defaultAuthentication: {
                  authenticationType: 'API_KEY',
                  apiKeyConfig: { apiKeyExpirationDays: 30, description: 'x' },
                },
                additionalAuthenticationProviders: [
                  {
                    authenticationType: 'OPENID_CONNECT',
                    openIDConnectConfig: { issuerUrl: 'https://login.example.com/', clientId: 'site', name: 'login' },
                  },
                  {
                    authenticationType: 'AWS_LAMBDA',
                    lambdaAuthorizerConfig: { lambdaFunction: 'guard-${env}', ttlSeconds: 60 },
                  },
                ],
              },
            },
          },
        },
      }),
    );
    const found = gen1Authorization(sdl());
    expect(found?.settings).toEqual({
      defaultAuthMode: 'API_KEY',
      authModes: ['API_KEY', 'OPENID_CONNECT', 'AWS_LAMBDA'],
    });
    expect(found?.declared).toMatchObject({
      userPool: null,
      apiKeyDays: 30,
      issuers: [
        {
          issuer: 'https://login.example.com/',
          audiences: ['site'],
          keys: { kind: 'discovered' },
        },
      ],
      lambdaAuthorizer: { function: 'guard', cacheSeconds: 60 },
    });
  });

  it('says nothing where the project does not', () => {
    expect(gen1Authorization(sdl())).toBeNull();
    expect(gen1Authorization(join(root, 'schema.graphql'))).toBeNull();
    write('{"api":{"blog":{"service":"AppSync"}}}');
    expect(gen1Authorization(sdl())).toBeNull();
  });

  it('refuses a file that is not JSON', () => {
    write('{');
    expect(() => gen1Authorization(sdl())).toThrow(expect.objectContaining({ code: 'gen1-config-invalid' }));
  });
});
