import * as v from 'valibot';
import type { PoolContext } from '../pool-context.ts';
import { checkClient, checkPool, operation, text } from '../pool-operation.ts';

/*
 * A project has one user pool with its app clients, which its own files describe. Scripts that make, change or remove
 * pools for their tests are answered with that pool, and nothing changes.
 */

const pool = v.object({ UserPoolId: text });
const client = v.object({ UserPoolId: text, ClientId: text });

export const describeThisPool = operation('admin', v.object({}), (context) => ({ UserPool: describePool(context) }));

export const describeUserPool = operation('admin', pool, (context, { UserPoolId }) => {
  checkPool(context, UserPoolId);
  return { UserPool: describePool(context) };
});

export const keepUserPool = operation('admin', pool, (context, { UserPoolId }) => {
  checkPool(context, UserPoolId);
  return {};
});

export const listUserPools = operation('admin', v.object({}), (context) => {
  const { Id, Name } = describePool(context);
  return { UserPools: [{ Id, Name }] };
});

export const createUserPoolClient = operation('admin', pool, (context, { UserPoolId }) => {
  checkPool(context, UserPoolId);
  return { UserPoolClient: describeClient(context, context.settings.clientIds[0]) };
});

export const describeUserPoolClient = operation('admin', client, (context, { UserPoolId, ClientId }) => {
  checkPool(context, UserPoolId);
  checkClient(context, ClientId);
  return { UserPoolClient: describeClient(context, ClientId) };
});

export const keepUserPoolClient = operation('admin', client, (context, { UserPoolId, ClientId }) => {
  checkPool(context, UserPoolId);
  checkClient(context, ClientId);
  return {};
});

export const listUserPoolClients = operation('admin', pool, (context, { UserPoolId }) => {
  checkPool(context, UserPoolId);
  const { clientIds } = context.settings;
  return { UserPoolClients: clientIds.map((ClientId) => ({ ClientId, UserPoolId, ClientName: ClientId })) };
});

function describePool({ settings }: PoolContext) {
  const { userPoolId, signInWith, passwordPolicy, mfa, identityPool } = settings;
  const region = userPoolId.slice(0, userPoolId.indexOf('_'));
  return {
    Id: userPoolId,
    Name: userPoolId,
    Arn: `arn:aws:cognito-idp:${region}:${identityPool?.accountId ?? '000000000000'}:userpool/${userPoolId}`,
    ...(signInWith[0] === 'username' ? {} : { UsernameAttributes: signInWith }),
    MfaConfiguration: mfa,
    Policies: {
      PasswordPolicy: {
        MinimumLength: passwordPolicy.minLength,
        RequireLowercase: passwordPolicy.requireLowercase,
        RequireUppercase: passwordPolicy.requireUppercase,
        RequireNumbers: passwordPolicy.requireNumbers,
        RequireSymbols: passwordPolicy.requireSymbols,
      },
    },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: !settings.selfSignUp },
  };
}

const flowNames = {
  USER_SRP_AUTH: 'ALLOW_USER_SRP_AUTH',
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
  USER_AUTH: 'ALLOW_USER_AUTH',
  REFRESH_TOKEN_AUTH: 'ALLOW_REFRESH_TOKEN_AUTH',
} as const;

function describeClient({ settings }: PoolContext, clientId: string) {
  return {
    UserPoolId: settings.userPoolId,
    ClientId: clientId,
    ClientName: clientId,
    ExplicitAuthFlows: settings.flows.map((flow) => flowNames[flow]),
    AccessTokenValidity: settings.lifetimes.access,
    IdTokenValidity: settings.lifetimes.id,
    RefreshTokenValidity: settings.lifetimes.refresh,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
  };
}
