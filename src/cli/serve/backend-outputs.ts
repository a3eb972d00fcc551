import { type AmplifyOutputs, amplifyOutputs } from '../../artifacts/amplify-outputs.ts';
import type { AuthSettings, ReferencedAuthSettings } from '../../artifacts/outputs/auth-outputs.ts';
import type { UserPoolSettings } from '../../identity/user-pool/user-pool-settings.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { DeclaredBackend, ReferencedPool } from '../project/declared-backend.ts';

export interface BackendOutputsOptions {
  readonly model: DataModel;
  readonly declared: DeclaredBackend;
  readonly graphqlUrl: string;
  readonly region: string;
  readonly apiKey: string | null;
  /** The embedded one; `null` without. */
  readonly userPool: UserPoolSettings | null;
  readonly shape: 'dual' | 'standard';
}

/** The client configuration of a backend. */
export function backendOutputs(options: BackendOutputsOptions): AmplifyOutputs {
  const { model, declared, graphqlUrl, region, apiKey, userPool, shape } = options;
  const endpoint = new URL('/', graphqlUrl).href;
  const custom = Object.assign({}, ...declared.outputs.map((part) => part.custom)) as Readonly<Record<string, unknown>>;
  return amplifyOutputs({
    model,
    url: graphqlUrl,
    region,
    apiKey,
    auth:
      userPool === null
        ? referencedAuth(declared.referencedPool)
        : authSettings(userPool, declared.userPool?.groups ?? [], endpoint),
    ...(Object.keys(custom).length === 0 ? {} : { custom }),
    shape,
  });
}

/** Clients need the ids of a pool elsewhere: without a client's they cannot sign in, and tokens come some other way. */
function referencedAuth(pool: ReferencedPool | null): ReferencedAuthSettings | null {
  if (pool === null || pool.userPoolId === null || pool.userPoolClientId === null) return null;
  const { userPoolId, userPoolClientId, identityPoolId, groups } = pool;
  return { userPoolId, userPoolClientId, identityPoolId, groups, endpoint: null };
}

const mfaConfiguration = { OFF: 'NONE', OPTIONAL: 'OPTIONAL', ON: 'REQUIRED' } as const;
const mfaMethods = { SOFTWARE_TOKEN_MFA: 'TOTP', SMS_MFA: 'SMS', EMAIL_OTP: 'EMAIL' } as const;

function authSettings(settings: UserPoolSettings, groups: readonly string[], endpoint: string): AuthSettings {
  const { signInWith, mfa, mfaFactors, identityPool } = settings;
  const attributes = signInWith.filter((name) => name !== 'username');
  return {
    userPoolId: settings.userPoolId,
    userPoolClientId: settings.clientIds[0],
    identityPoolId: identityPool?.id ?? null,
    endpoint,
    guests: identityPool?.allowGuests ?? false,
    usernameAttributes: signInWith,
    requiredAttributes: settings.requiredAttributes,
    verificationTypes: attributes.length === 0 ? ['email'] : attributes,
    passwordPolicy: settings.passwordPolicy,
    mfa: { configuration: mfaConfiguration[mfa], methods: mfaFactors.map((factor) => mfaMethods[factor]) },
    groups,
  };
}
