import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { createFolder, spawnPreamp, startPreamp } from './preamp-process.ts';

/** One function for all triggers: it does what the e-mail address asks for, and prints each event it gets. */
const handler = `
  export const handler = async (event: any) => {
    console.log('EVENT ' + JSON.stringify(event));
    const { email = '' } = event.request.userAttributes;
    switch (event.triggerSource) {
      case 'PreSignUp_SignUp':
        if (email.endsWith('@evil.example')) throw new Error('Invalid email domain');
        event.response.autoConfirmUser = event.response.autoVerifyEmail = email.startsWith('auto');
        return event;
      case 'PostConfirmation_ConfirmSignUp':
        if (email.startsWith('auto-fails')) throw new Error('no welcome');
        return event;
      case 'PreAuthentication_Authentication':
        if (event.request.validationData?.device === 'stolen') throw new Error('not from here');
        return event;
      case 'PostAuthentication_Authentication':
        if (event.request.clientMetadata?.late === 'yes') throw new Error('too late');
        return event;
      case 'CustomMessage_SignUp':
        event.response.emailSubject = 'Welcome';
        event.response.emailMessage = 'Your secret is {####}!';
        return event;
      case 'TokenGeneration_Authentication':
      case 'TokenGeneration_RefreshTokens':
        event.response.claimsAndScopeOverrideDetails = {
          idTokenGeneration: { claimsToAddOrOverride: { tenant: 't1', sub: 'x', aud: 'x' }, claimsToSuppress: ['email'] },
          accessTokenGeneration: { claimsToAddOrOverride: { tenant: 't1', username: 'x' }, scopesToAdd: ['notes'] },
          groupOverrideDetails: { groupsToOverride: ['STAFF'] },
        };
        return event;
      default:
        return email.startsWith('nonsense') ? 'nonsense' : event;
    }
  };
`;

const files = {
  'amplify/auth/hooks/handler.ts': handler,
  'amplify/auth/hooks/resource.ts': `import { defineFunction } from '@aws-amplify/backend';
    export const hooks = defineFunction({ name: 'hooks' });`,
  'amplify/auth/resource.ts': `import { defineAuth } from '@aws-amplify/backend';
    import { hooks } from './hooks/resource';
    export const auth = defineAuth({
      loginWith: { email: true },
      triggers: {
        preSignUp: hooks, postConfirmation: hooks, preAuthentication: hooks, postAuthentication: hooks,
        preTokenGeneration: hooks, customMessage: hooks,
      },
    });`,
  'amplify/data/resource.ts': `import { a, defineData } from '@aws-amplify/backend';
    const schema = a.schema({
      Note: a.model({ text: a.string() }).authorization((allow) => [allow.group('STAFF')]),
    });
    export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'userPool' } });`,
  'amplify/backend.ts': `import { defineBackend } from '@aws-amplify/backend';
    import { auth } from './auth/resource';
    import { data } from './data/resource';
    defineBackend({ auth, data });`,
};

it('the triggers of defineAuth run', async () => {
  const { ready, err, until } = await startPreamp(createFolder(files), '--data', ':memory:');
  const ClientId = ready.userPoolClientId;
  const Password = 'Passw0rd!';
  const call = async (operation: string, body: object) => {
    const response = await fetch(new URL('/', ready.url), {
      method: 'POST',
      headers: {
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify({ ClientId, ...body }),
    });
    return (await response.json()) as Record<string, Record<string, string> & string>;
  };
  const signUp = (Username: string, more: object = {}) =>
    call('SignUp', { Username, Password, UserAttributes: [{ Name: 'email', Value: Username }], ...more });
  const signIn = (USERNAME: string, more: object = {}) =>
    call('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD: Password }, ...more });
  const logged = (pattern: RegExp) =>
    err()
      .split('\n')
      .filter((line) => pattern.test(line));

  // Before a sign-up: it may be refused, and then the name stays free.
  const refusal = {
    __type: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error Invalid email domain.',
  };
  expect(await signUp('ann@evil.example')).toEqual(refusal);
  expect(await signUp('ann@evil.example')).toEqual(refusal);
  expect(await signUp('auto@example.com', { ClientMetadata: { from: 'test' } })).toMatchObject({ UserConfirmed: true });
  await until(/PostConfirmation_ConfirmSignUp/);
  const events = logged(/EVENT/).map((line) => JSON.parse((JSON.parse(line) as { message: string }).message.slice(6)));
  expect(events.at(-2)).toEqual({
    version: '1',
    triggerSource: 'PreSignUp_SignUp',
    region: 'us-east-1',
    userPoolId: ready.userPoolId,
    userName: expect.stringMatching(/^[0-9a-f-]{36}$/),
    callerContext: { awsSdkVersion: 'preamp', clientId: ClientId },
    request: {
      userAttributes: { sub: expect.any(String), 'cognito:user_status': 'UNCONFIRMED', email: 'auto@example.com' },
      validationData: {},
      clientMetadata: { from: 'test' },
    },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });

  // After it: a failure is told, and the user stays.
  expect(await signUp('auto-fails@example.com')).toMatchObject({
    message: 'PostConfirmation failed with error no welcome.',
  });
  expect(await signIn('auto-fails@example.com')).toHaveProperty('AuthenticationResult');

  // The words of the code's message.
  expect(await signUp('bob@example.com')).toMatchObject({ UserConfirmed: false });
  const [line] = await until(/^\{.*"message":"code".*\}$/m);
  const { code, ...said } = JSON.parse(line) as { code: string };
  expect(said).toMatchObject({
    destination: 'bob@example.com',
    subject: 'Welcome',
    text: `Your secret is ${code}!`,
  });

  // Around a sign-in.
  expect(await signIn('auto@example.com', { ClientMetadata: { device: 'stolen' } })).toMatchObject({
    message: 'PreAuthentication failed with error not from here.',
  });
  expect(await signIn('nobody@example.com', { ClientMetadata: { device: 'stolen' } })).toMatchObject({
    message: 'PreAuthentication failed with error not from here.',
  });
  expect(await signIn('auto@example.com', { ClientMetadata: { late: 'yes' } })).toMatchObject({
    message: 'PostAuthentication failed with error too late.',
  });

  // Tokens: changed, except for what makes them the pool's.
  const { AuthenticationResult } = await signIn('auto@example.com');
  const check = (tokens: Record<string, string>) => {
    const id = decodeJwt(tokens.IdToken!);
    expect(id).toMatchObject({ tenant: 't1', aud: ClientId, token_use: 'id', 'cognito:groups': ['STAFF'] });
    expect(id.sub).not.toBe('x');
    expect(id).not.toHaveProperty('email');
    const access = decodeJwt(tokens.AccessToken!);
    expect(access).toMatchObject({ tenant: 't1', username: id.sub, scope: 'aws.cognito.signin.user.admin notes' });
  };
  check(AuthenticationResult!);
  const { RefreshToken } = AuthenticationResult!;
  check((await call('GetTokensFromRefreshToken', { RefreshToken })).AuthenticationResult!);
  const response = await fetch(ready.url, {
    method: 'POST',
    headers: { authorization: AuthenticationResult!.AccessToken! },
    body: JSON.stringify({ query: '{ listNotes { items { text } } }' }),
  });
  expect(await response.json()).toEqual({ data: { listNotes: { items: [] } } });
});

it('triggers that cannot run here are named', async () => {
  const folder = createFolder({
    ...files,
    'amplify/auth/resource.ts': files['amplify/auth/resource.ts'].replace('customMessage', 'userMigration'),
  });
  const { until } = spawnPreamp(folder, 'sandbox', '--port', '0');
  await until(/Has no effect outside a cloud account: .*the trigger userMigration/);
});
