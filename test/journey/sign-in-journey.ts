import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createFolder, spawnPreamp } from '../cli/preamp-process.ts';
import type { Steps } from './steps.ts';

const files = {
  'amplify/auth/resource.ts': `
    import { defineAuth } from '@aws-amplify/backend';
    export const auth = defineAuth({
      loginWith: { email: true },
      userAttributes: { givenName: { required: true } },
      groups: ['EDITORS'],
    });`,
  'amplify/data/resource.ts': `
    import { a, defineData } from '@aws-amplify/backend';
    const schema = a.schema({
      Diary: a.model({ text: a.string() }).authorization((allow) => [
        allow.owner(),
        allow.guest().to(['read']),
      ]),
    });
    export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'userPool' } });`,
  'amplify/backend.ts': `
    import { defineBackend } from '@aws-amplify/backend';
    import { auth } from './auth/resource';
    import { data } from './data/resource';
    defineBackend({ auth, data });`,
};

/**
 * A sandbox, and one user's whole way through it: sign-up, confirmation, sign-in, create, read, update, delete, refresh,
 * sign-out. `client` runs the steps where the client is.
 */
export async function signInJourney(client: Steps): Promise<void> {
  const folder = createFolder(files);
  const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0');
  const [, url] = await sandbox.until(/GraphQL +(http\S+)/);
  await sandbox.until(/Watching for file changes/);
  const outputs: unknown = JSON.parse(readFileSync(join(folder, 'amplify_outputs.json'), 'utf8'));
  const [username, password] = ['ann@example.com', 'Passw0rd!'];

  await client.configure(outputs);
  expect(await client.readAsGuest()).toEqual([]);
  // A required attribute of defineAuth is required.
  expect(await client.signUp(username, password, {})).toBe('InvalidParameterException');
  expect(await client.signUp(username, password, { given_name: 'Ann' })).toBe('CONFIRM_SIGN_UP');
  const [, code] = await sandbox.until(/Code for ann@example\.com \(confirmSignUp\): (\d{6})/);
  expect(await client.signIn(username, password)).toBe('CONFIRM_SIGN_UP');
  expect(await client.confirm(username, code!)).toBe('DONE');
  expect(await client.signIn(username, 'Wr0ng-word!')).toBe('NotAuthorizedException');
  expect(await client.signIn(username, password)).toBe('DONE');
  expect(await client.whoAmI()).toMatchObject({
    login: username,
    attributes: { email: username, email_verified: 'true', given_name: 'Ann' },
  });

  const { id } = await client.create('one');
  expect(await client.texts()).toEqual(['one']);
  expect(await client.update(id, 'two')).toEqual([]);
  expect(await client.texts()).toEqual(['two']);

  const first = await client.accessToken();
  const second = await client.refreshedToken();
  expect(second).toMatch(/^ey/);
  expect(second).not.toBe(first);
  expect(await client.texts()).toEqual(['two']);
  expect(await client.remove(id)).toEqual([]);
  expect(await client.texts()).toEqual([]);

  expect(await client.signOut()).toBe(true);
  // The session is over for whoever kept its tokens.
  const response = await fetch(url!, {
    method: 'POST',
    headers: { authorization: second },
    body: JSON.stringify({ query: '{ listDiaries { items { id } } }' }),
  });
  expect(response.status).toBe(401);
  expect(await client.signIn(username, password)).toBe('DONE');
  expect(await client.signOut()).toBe(true);
}
