import { expect, it } from 'vitest';
import { createFolder, startPreamp } from './preamp-process.ts';

const Password = 'Passw0rd!';

/** What `defineAuth` of a project says, as a client of `preamp start` meets it. */
it.each<[string, string, { name: string; attributes?: Record<string, string>; other: string; answer: object }]>([
  [
    'a phone number',
    'loginWith: { phone: true }',
    { name: '+4915112345678', other: 'ann', answer: { AuthenticationResult: { TokenType: 'Bearer' } } },
  ],
  [
    'an e-mail address or a phone number, and both at sign-up',
    'loginWith: { email: true, phone: true }',
    {
      name: 'ann@example.com',
      attributes: { phone_number: '+4915112345678' },
      other: 'bob@example.com',
      answer: { AuthenticationResult: { TokenType: 'Bearer' } },
    },
  ],
  [
    'a second factor for everybody',
    "loginWith: { email: true }, multifactor: { mode: 'REQUIRED', totp: true }",
    { name: 'ann@example.com', other: '+4915112345678', answer: { ChallengeName: 'MFA_SETUP' } },
  ],
  [
    'required attributes',
    'loginWith: { email: true }, userAttributes: { familyName: { required: true } }',
    {
      name: 'ann@example.com',
      attributes: { family_name: 'Lee' },
      other: 'bob@example.com',
      answer: { AuthenticationResult: { TokenType: 'Bearer' } },
    },
  ],
])('asks for %s', async (_, settings, { name, attributes = {}, other, answer }) => {
  const folder = createFolder({
    'amplify/auth/resource.ts': `import { defineAuth } from '@aws-amplify/backend';
      export const auth = defineAuth({ ${settings}, groups: ['EDITORS'] });`,
    'amplify/data/resource.ts': `import { a, defineData } from '@aws-amplify/backend';
      const schema = a.schema({ Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]) });
      export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'userPool' } });`,
    'amplify/backend.ts': `import { defineBackend } from '@aws-amplify/backend';
      import { auth } from './auth/resource';
      import { data } from './data/resource';
      defineBackend({ auth, data });`,
    'preamp.config.json': JSON.stringify({ userPool: { confirmation: 'automatic' } }),
  });
  const { ready } = await startPreamp(folder);
  const ClientId = ready.userPoolClientId;
  const call = async (operation: string, body: object) => {
    const response = await fetch(new URL('/', ready.url), {
      method: 'POST',
      headers: {
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
        'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify({ ClientId, ...body }),
    });
    return (await response.json()) as unknown;
  };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  expect(await call('SignUp', { Username: name, Password, UserAttributes })).toMatchObject({ UserConfirmed: true });
  expect(await call('SignUp', { Username: other, Password })).toMatchObject({ __type: 'InvalidParameterException' });
  const AuthParameters = { USERNAME: name, PASSWORD: Password };
  expect(await call('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })).toMatchObject(answer);
});
