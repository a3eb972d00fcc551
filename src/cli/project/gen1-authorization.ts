import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { TokenIssuer } from '../../identity/token-issuer.ts';
import type { ApiSettings } from '../../ir/data-model.ts';
import { displayPath } from '../output/display-path.ts';
import { type DeclaredBackend, schemaOnly } from './declared-backend.ts';

const provider = v.object({
  authenticationType: v.picklist(['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA']),
  apiKeyConfig: v.optional(v.object({ apiKeyExpirationDays: v.optional(v.number()) })),
  openIDConnectConfig: v.optional(v.object({ issuerUrl: v.string(), clientId: v.optional(v.string()) })),
  lambdaAuthorizerConfig: v.optional(v.object({ lambdaFunction: v.string(), ttlSeconds: v.optional(v.number()) })),
});

const schema = v.object({
  api: v.record(
    v.string(),
    v.object({
      output: v.optional(
        v.object({
          authConfig: v.optional(
            v.object({
              defaultAuthentication: provider,
              additionalAuthenticationProviders: v.optional(v.array(provider), []),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** What a Gen 1 project says of its API's authorization. */
export interface Gen1Authorization {
  readonly file: string;
  readonly settings: Partial<ApiSettings>;
  readonly declared: DeclaredBackend;
}

/**
 * Reads `amplify/backend/backend-config.json` for the API a GraphQL file belongs to; `null` where there is none, or it
 * does not say.
 */
export function gen1Authorization(sdlFile: string): Gen1Authorization | null {
  const place = apiOf(sdlFile);
  if (place === null || !existsSync(place.file)) return null;
  const config = v.safeParse(schema, readJson(place.file));
  const auth = config.success ? config.output.api[place.api]?.output?.authConfig : undefined;
  if (auth === undefined) return null;
  const providers = [auth.defaultAuthentication, ...auth.additionalAuthenticationProviders];
  const authModes = [...new Set(providers.map((each) => each.authenticationType))];
  const lambda = providers.find((each) => each.lambdaAuthorizerConfig !== undefined)?.lambdaAuthorizerConfig;
  return {
    file: place.file,
    settings: { defaultAuthMode: auth.defaultAuthentication.authenticationType, authModes },
    declared: {
      ...schemaOnly,
      userPool: authModes.includes('AMAZON_COGNITO_USER_POOLS') ? schemaOnly.userPool : null,
      issuers: providers.flatMap(oidcIssuer),
      apiKeyDays: providers.find((each) => each.apiKeyConfig !== undefined)?.apiKeyConfig?.apiKeyExpirationDays ?? null,
      lambdaAuthorizer: lambda
        ? { function: lambda.lambdaFunction.replace(/-?\$\{env\}$/, ''), cacheSeconds: lambda.ttlSeconds ?? 300 }
        : null,
    },
  };
}

/** The API's name, and the project's configuration: `amplify/backend/api/<name>/…`. */
function apiOf(sdlFile: string): { readonly api: string; readonly file: string } | null {
  for (let folder = dirname(sdlFile); dirname(folder) !== folder; folder = dirname(folder)) {
    const parent = dirname(folder);
    if (basename(parent) !== 'api' || basename(dirname(parent)) !== 'backend') continue;
    return { api: basename(folder), file: join(dirname(parent), 'backend-config.json') };
  }
  return null;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PreampError('gen1-config-invalid', `${displayPath(file)} is not JSON.`, {
      hint: 'Restore it from version control.',
      cause: error,
    });
  }
}

function oidcIssuer({ openIDConnectConfig: config }: v.InferOutput<typeof provider>): readonly TokenIssuer[] {
  if (config === undefined) return [];
  return [
    {
      mode: 'OPENID_CONNECT',
      issuer: config.issuerUrl,
      keys: { kind: 'discovered' },
      audiences: config.clientId === undefined ? null : [config.clientId],
    },
  ];
}
