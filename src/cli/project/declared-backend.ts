import type { FunctionDefinition } from '../../functions/function-definition.ts';
import type { DataSourceDefinition } from '../../functions/resolvers/data-source-definition.ts';
import type { TokenIssuer } from '../../identity/token-issuer.ts';
import type { TriggerName } from '../../identity/user-pool/pool-triggers.ts';
import type { UserPoolSettings } from '../../identity/user-pool/user-pool-settings.ts';
import type { BackendAuth, DefinedAuth } from '../../schema/define/backend-auth.ts';
import type { BackendDefinition, TableMapping } from '../../schema/define/read-backend-definition.ts';

/** What a project says of its backend besides the schema. */
export interface DeclaredBackend {
  /** The embedded user pool; `null` where the project has none. */
  readonly userPool: DeclaredUserPool | null;
  /** The pool that keeps the users instead; `null` where none does. */
  readonly referencedPool: ReferencedPool | null;
  readonly issuers: readonly TokenIssuer[];
  readonly functions: readonly DeclaredFunction[];
  /** What `${env}` stands for; `dev` unless given. */
  readonly environmentName?: string;
  /** Data sources of resolvers. */
  readonly dataSources?: readonly DataSourceDefinition[];
  /** `ctx.env` of resolvers. */
  readonly resolverEnvironment?: Readonly<Record<string, string>>;
  /** Days until an API key expires; `null` where it does not say. */
  readonly apiKeyDays: number | null;
  readonly lambdaAuthorizer: { readonly function: string; readonly cacheSeconds: number } | null;
  /** Parts of the ARNs of IAM principals that pass every rule; none unless given. */
  readonly adminRoles?: readonly string[];
  /** Tables of Gen 1 that models are kept in, by branch; none unless given. */
  readonly tableMappings?: readonly TableMapping[];
  /** Parts for the outputs file. */
  readonly outputs: readonly Readonly<Record<string, unknown>>[];
  /** What it asks of a cloud account, which has no effect here. */
  readonly ignored: readonly string[];
}

/** A function whose secrets have no values yet: variables with the names of their secrets. */
export type DeclaredFunction = FunctionDefinition & { readonly secrets?: Readonly<Record<string, string>> };

/** A user pool elsewhere. Ids are `null` where nobody told them. */
export interface ReferencedPool {
  readonly issuer: string;
  readonly userPoolId: string | null;
  readonly userPoolClientId: string | null;
  readonly identityPoolId: string | null;
  readonly groups: readonly string[];
}

export interface DeclaredUserPool {
  /** Trigger → name of its function. */
  readonly triggers?: Partial<Readonly<Record<TriggerName, string>>>;
  readonly settings: Partial<Omit<UserPoolSettings, 'userPoolId' | 'clientIds' | 'issuer' | 'identityPool'>>;
  readonly groups: readonly string[];
}

/** A project with nothing but a schema. Gen 1 keeps sign-in elsewhere: a user pool is there for rules that ask for one. */
export const schemaOnly: DeclaredBackend = {
  userPool: { settings: {}, groups: [] },
  referencedPool: null,
  issuers: [],
  functions: [],
  apiKeyDays: null,
  lambdaAuthorizer: null,
  outputs: [],
  ignored: [],
};

/** What a Gen 2 project declares, in the terms of the parts that serve it. */
export function declaredBackend(definition: BackendDefinition): DeclaredBackend {
  const { auth, oidc, lambdaAuthorizer, functions, apiKeyDays, tableMappings, outputs } = definition;
  const { dataSources, resolverEnvironment } = definition;
  return {
    userPool: auth?.kind === 'defined' ? declaredUserPool(auth) : null,
    referencedPool: referencedPool(auth),
    issuers: [...referencedIssuer(auth), ...(oidc === null ? [] : [oidcIssuer(oidc)])],
    functions: functions.map((each) => ({ kind: 'local', ...each })),
    apiKeyDays,
    lambdaAuthorizer: lambdaAuthorizer && {
      function: lambdaAuthorizer.function,
      cacheSeconds: lambdaAuthorizer.timeToLiveInSeconds,
    },
    tableMappings,
    outputs,
    dataSources,
    resolverEnvironment,
    ignored: [...definition.ignored, ...(auth?.kind === 'defined' ? triggersWithoutEffect(auth) : [])],
  };
}

/** Triggers of what the embedded pool does not offer: custom challenges, and users that move in from elsewhere. */
function triggersWithoutEffect({ triggers }: DefinedAuth): readonly string[] {
  const without = [
    'createAuthChallenge',
    'defineAuthChallenge',
    'verifyAuthChallengeResponse',
    'userMigration',
  ] as const;
  return without.filter((name) => triggers[name] !== undefined).map((name) => `the trigger ${name}`);
}

const factors = { SMS: 'SMS_MFA', TOTP: 'SOFTWARE_TOKEN_MFA', EMAIL: 'EMAIL_OTP' } as const;

function declaredUserPool({
  signInWith,
  groups,
  requiredAttributes,
  customAttributes,
  immutableAttributes,
  mfa,
  passwordless,
  triggers,
}: DefinedAuth): DeclaredUserPool {
  return {
    groups,
    triggers,
    settings: {
      ...(signInWith.length === 0 ? {} : { signInWith }),
      requiredAttributes,
      customAttributes,
      immutableAttributes,
      mfa: mfa.mode,
      mfaFactors: mfa.methods.map((method) => factors[method]),
      firstFactors: [
        'PASSWORD',
        'PASSWORD_SRP',
        ...(passwordless.emailOtp ? (['EMAIL_OTP'] as const) : []),
        ...(passwordless.smsOtp ? (['SMS_OTP'] as const) : []),
      ],
    },
  };
}

/** A pool in a cloud account. */
function referencedPool(auth: BackendAuth | null): ReferencedPool | null {
  if (auth?.kind !== 'referenced') return null;
  const { userPoolId, userPoolClientId, identityPoolId, groups = {} } = auth.props;
  const region = userPoolId.slice(0, userPoolId.indexOf('_'));
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  return { issuer, userPoolId, userPoolClientId, identityPoolId, groups: Object.keys(groups) };
}

function referencedIssuer(auth: BackendAuth | null): readonly TokenIssuer[] {
  const pool = referencedPool(auth);
  if (pool === null || pool.userPoolClientId === null) return [];
  const { issuer, userPoolClientId } = pool;
  const keys = { kind: 'remote', url: `${issuer}/.well-known/jwks.json` } as const;
  return [{ mode: 'AMAZON_COGNITO_USER_POOLS', issuer, keys, clientIds: [userPoolClientId] }];
}

function oidcIssuer({ issuerUrl, clientId }: NonNullable<BackendDefinition['oidc']>): TokenIssuer {
  const audiences = clientId === null ? null : [clientId];
  return { mode: 'OPENID_CONNECT', issuer: issuerUrl, keys: { kind: 'discovered' }, audiences };
}
