import * as v from 'valibot';
import { CognitoError, invalidParameter, notAuthorized, staleSession } from '../cognito-error.ts';
import { askPasswordProof, checkPlainPassword } from '../password-check.ts';
import type { PoolContext } from '../pool-context.ts';
import { checkClient, checkPool, operation, text, textMap, token } from '../pool-operation.ts';
import { afterFirstFactor, askFirstCode, checkAttempt, finish, type SignInAnswer } from '../sign-in-steps.ts';
import { findUser } from '../user-directory.ts';
import type { AuthFlow, FirstFactor } from '../user-pool-settings.ts';

const input = v.object({
  AuthFlow: text,
  AuthParameters: v.optional(textMap, {}),
  ClientId: text,
  Session: v.optional(token),
});

type Parameters = Readonly<Record<string, string>>;

export const initiateAuth = operation('open', input, async (context, { AuthFlow: flow, ...rest }) => {
  const { AuthParameters: parameters, ClientId: clientId, Session: session } = rest;
  checkClient(context, clientId);
  switch (flow) {
    case 'USER_SRP_AUTH':
      checkFlow(context, flow);
      return withProof(context, parameters, clientId);
    case 'USER_PASSWORD_AUTH':
      checkFlow(context, flow);
      return withPassword(context, parameters, clientId);
    case 'USER_AUTH':
      checkFlow(context, flow);
      return withChoice(context, parameters, clientId, session);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      checkFlow(context, 'REFRESH_TOKEN_AUTH');
      return withRefreshToken(context, parameters, clientId);
    case 'CUSTOM_AUTH':
      throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
    default:
      throw invalidParameter('Initiate Auth method not supported.');
  }
});

export const adminInitiateAuth = operation(
  'admin',
  v.object({ ...input.entries, UserPoolId: text }),
  async (context, { UserPoolId, AuthFlow: flow, AuthParameters: parameters, ClientId: clientId }) => {
    checkPool(context, UserPoolId);
    checkClient(context, clientId);
    if (flow === 'ADMIN_USER_PASSWORD_AUTH' || flow === 'ADMIN_NO_SRP_AUTH') {
      return withPassword(context, parameters, clientId);
    }
    if (flow === 'USER_SRP_AUTH') return withProof(context, parameters, clientId);
    if (flow === 'REFRESH_TOKEN_AUTH' || flow === 'REFRESH_TOKEN') {
      return withRefreshToken(context, parameters, clientId);
    }
    throw invalidParameter('Initiate Auth method not supported.');
  },
);

function checkFlow({ settings }: PoolContext, flow: AuthFlow): void {
  if (!settings.flows.includes(flow)) throw invalidParameter(`${flow} flow not enabled for this client`);
}

async function withProof(context: PoolContext, parameters: Parameters, clientId: string): Promise<SignInAnswer> {
  const name = required(parameters, 'USERNAME');
  const clientPublic = required(parameters, 'SRP_A');
  const user = findUser(context, name);
  await checkAttempt(context, user, name, clientId);
  return askPasswordProof(context, user, name, clientId, clientPublic);
}

async function withPassword(context: PoolContext, parameters: Parameters, clientId: string) {
  const name = required(parameters, 'USERNAME');
  const password = required(parameters, 'PASSWORD');
  const user = findUser(context, name);
  await checkAttempt(context, user, name, clientId);
  checkPlainPassword(context, user, name, password);
  return afterFirstFactor(context, user, clientId, 'password');
}

async function withRefreshToken(context: PoolContext, parameters: Parameters, clientId: string) {
  const AuthenticationResult = await context.tokens.refresh(
    required(parameters, 'REFRESH_TOKEN'),
    clientId,
    context.clientMetadata,
  );
  return { AuthenticationResult, ChallengeParameters: {} };
}

async function withChoice(
  context: PoolContext,
  parameters: Parameters,
  clientId: string,
  session: string | undefined,
): Promise<SignInAnswer> {
  const name = required(parameters, 'USERNAME');
  const user = findUser(context, name);
  if (session !== undefined) {
    const open = context.challenges.read(session, clientId);
    if (open?.challenge.kind !== 'CONFIRMED' || user === null || open.challenge.sub !== user.sub) throw staleSession();
    if (!context.challenges.spend(open)) throw staleSession();
    if (!user.enabled) throw notAuthorized('User is disabled.');
    return finish(context, user, clientId);
  }
  const preferred = parameters.PREFERRED_CHALLENGE as FirstFactor | undefined;
  if (preferred !== undefined && context.settings.firstFactors.includes(preferred)) {
    if (preferred === 'PASSWORD_SRP') return withProof(context, parameters, clientId);
    if (preferred === 'PASSWORD') return withPassword(context, parameters, clientId);
    await checkAttempt(context, user, name, clientId);
    return askFirstCode(context, user, name, clientId, preferred);
  }
  await checkAttempt(context, user, name, clientId);
  const challenge = { kind: 'SELECT_CHALLENGE', sub: user?.sub ?? null, username: name } as const;
  return {
    ChallengeName: 'SELECT_CHALLENGE',
    AvailableChallenges: context.settings.firstFactors,
    Session: context.challenges.open(clientId, challenge),
    ChallengeParameters: {},
  };
}

function required(parameters: Parameters, name: string): string {
  const value = parameters[name];
  if (value !== undefined && value !== '') return value;
  throw new CognitoError('InvalidParameterException', `Missing required parameter ${name}`);
}
