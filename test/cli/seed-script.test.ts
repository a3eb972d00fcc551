import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder, runPreamp, spawnPreamp, writeFiles } from './preamp-process.ts';

const project = {
  'package.json': '{ "type": "module" }',
  'amplify/auth/resource.ts': `import { defineAuth } from '@aws-amplify/backend';
    export const auth = defineAuth({
      loginWith: { email: true },
      groups: ['EDITORS'],
      userAttributes: { givenName: { required: true } },
    });`,
  'amplify/data/resource.ts': `import { a, defineData, type ClientSchema } from '@aws-amplify/backend';
    const schema = a.schema({
      Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]),
      Page: a.model({ title: a.string() }).authorization((allow) => [allow.group('EDITORS')]),
    });
    export type Schema = ClientSchema<typeof schema>;
    export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'userPool' } });`,
  'amplify/backend.ts': `import { defineBackend } from '@aws-amplify/backend';
    import { auth } from './auth/resource';
    import { data } from './data/resource';
    defineBackend({ auth, data });`,
};

/** Begins as Amplify's documentation does. */
const head = `import { readFile } from 'node:fs/promises';
import { addToUserGroup, createAndSignUpUser, getSecret, setSecret, signInUser } from '@aws-amplify/seed';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, fetchUserAttributes, signOut } from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';
import type { Schema } from '../data/resource';
const url = new URL('../../amplify_outputs.json', import.meta.url);
Amplify.configure(JSON.parse(await readFile(url, { encoding: 'utf8' })));
const client = generateClient<Schema>();
const password = 'Passw0rd!';
const reason = (promise) => promise.then(() => 'no error', (error) => error.name);
`;

const script = `${head}
const ann = await createAndSignUpUser({
  username: 'ann@example.com', password, signInAfterCreation: true, signInFlow: 'Password',
  userAttributes: { givenName: 'Ann' },
});
const note = await client.models.Note.create({ text: 'of Ann' });
const { email, email_verified, given_name } = await fetchUserAttributes();
const refused = await client.models.Page.create({ title: 'no' });
await addToUserGroup(ann, 'EDITORS');
const again = await signInUser({ username: 'ann@example.com', password, signInFlow: 'Password' });
const page = await client.models.Page.create({ title: 'by an editor' });
const groups = (await fetchAuthSession()).tokens.accessToken.payload['cognito:groups'];
const bob = await createAndSignUpUser({
  username: 'bob@example.com', password, signInAfterCreation: false, signInFlow: 'Password',
});
const signedIn = (await fetchAuthSession()).tokens !== undefined;
await signInUser({ ...bob, password });
const ofBob = await client.models.Note.list();
const outputs = Amplify.getConfig();
Amplify.configure({});
const unconfigured = await reason(addToUserGroup(ann, 'EDITORS'));
Amplify.configure({ Auth: { Cognito: { userPoolId: 'us-east-1_elsewhere', userPoolClientId: 'x' } } });
const elsewhere = await reason(addToUserGroup(ann, 'EDITORS'));
Amplify.configure(outputs);
console.log(JSON.stringify({
  ann, again, groups, email, email_verified, given_name, bob, signedIn, notesOfBob: ofBob.data.length,
  note: note.data.text, page: page.data.title, refused: refused.errors[0].errorType,
  reasons: [
    await reason(createAndSignUpUser({ username: 'ann@example.com', password, signInAfterCreation: false, signInFlow: 'Password' })),
    await reason(createAndSignUpUser({ username: 'eve@example.com', password: 'x', signInAfterCreation: false, signInFlow: 'Password' })),
    await reason(createAndSignUpUser({ username: 'moe@example.com', password, signInAfterCreation: true, signInFlow: 'MFA' })),
    await reason(addToUserGroup({ username: 'nobody@example.com' }, 'EDITORS')),
    await reason(addToUserGroup(ann, 'ADMINS')),
    await reason(getSecret('PREAMP_TEST_NO_SECRET')),
    await reason(setSecret('A B', 'c')),
  ],
  unconfigured, elsewhere, secret: await getSecret('NO_COLOR'), kept: [await setSecret('A', 'b'), await getSecret('A')],
}));
`;

function createProject(files: Readonly<Record<string, string>>): string {
  const folder = createFolder({ ...project, ...files });
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

describe('preamp seed with a script', { timeout: 120_000 }, () => {
  it('runs it with the real client as users it makes, and places what it throws', async () => {
    const folder = createProject({ 'amplify/seed/seed.ts': script });
    const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0');
    await sandbox.until(/Watching for file changes/);
    const { code, out, err } = await runPreamp(folder, 'seed');
    // Between them the client warns of the endpoints that outputs name.
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(/^Running amplify\/seed\/seed\.ts\n[\s\S]*The seed script is done\.\n$/),
    });
    expect(JSON.parse(out)).toEqual({
      ann: { username: 'ann@example.com', signInFlow: 'Password' },
      again: true,
      groups: ['EDITORS'],
      email: 'ann@example.com',
      email_verified: 'true',
      given_name: 'Ann',
      bob: { username: 'bob@example.com', signInFlow: 'Password' },
      signedIn: false,
      notesOfBob: 0,
      note: 'of Ann',
      page: 'by an editor',
      refused: 'Unauthorized',
      reasons: [
        'UsernameExistsError',
        'InvalidPasswordException',
        'MFANotConfiguredError',
        'UserNotFoundError',
        'NoGroupError',
        'SecretNotFoundError',
        'SecretInvalidError',
      ],
      unconfigured: 'NotConfiguredError',
      elsewhere: 'OtherBackendError',
      secret: '1',
      kept: ['A', 'b'],
    });
    const users = await runPreamp(folder, 'users', 'list', '--json');
    expect(JSON.parse(users.out)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ name: 'ann@example.com', status: 'CONFIRMED', groups: ['EDITORS'] }),
        expect.objectContaining({ name: 'bob@example.com', status: 'CONFIRMED', groups: [] }),
      ]),
    );

    writeFiles(folder, { 'other.ts': "const one: number = 1;\n\nthrow new RangeError('No more than ' + one);\n" });
    const thrown = await runPreamp(folder, 'seed', '--script', 'other.ts');
    expect(thrown).toMatchObject({ code: 1, out: '' });
    expect(thrown.err).toContain('other.ts:3:');
    expect(thrown.err).toContain('No more than 1');

    const again = `${head}\n// Ann is there.\nawait createAndSignUpUser({
      username: 'ann@example.com', password, signInAfterCreation: false, signInFlow: 'Password' });\n`;
    writeFiles(folder, { 'amplify/seed/again.ts': again });
    const refused = await runPreamp(folder, 'seed', '--script', 'amplify/seed/again.ts');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('A user ann@example.com already exists.\n  amplify/seed/again.ts:14:1\n');

    writeFiles(folder, { 'other.ts': "import './nowhere';\n" });
    const unresolved = await runPreamp(folder, 'seed', '--script', 'other.ts');
    expect(unresolved).toMatchObject({ code: 1, out: '' });
    expect(unresolved.err).toContain("Cannot find './nowhere'.");
    expect(unresolved.err).toContain('other.ts:1:');
  });

  it('makes users with a second factor, and signs them in with it', async () => {
    const { 'amplify/auth/resource.ts': auth } = project;
    const totp = auth.replace('groups:', "multifactor: { mode: 'REQUIRED', totp: true }, groups:");
    const folder = createProject({
      'amplify/auth/resource.ts': totp,
      'amplify/seed/seed.ts': `${head}
        import { codeAt } from './code-at';
        let secret;
        const totpSignUpChallenge = async ({ sharedSecret }) => {
          secret = sharedSecret;
          return { challengeResponse: codeAt(secret, 0) };
        };
        const user = { username: 'ann@example.com', password, signInFlow: 'MFA' };
        const ann = await createAndSignUpUser({ ...user, signInAfterCreation: true, totpSignUpChallenge });
        const note = await client.models.Note.create({ text: 'of Ann' });
        // A code counts once.
        const signInChallenge = async () => ({ challengeResponse: codeAt(secret, 1) });
        const again = await signInUser({ ...user, signInChallenge });
        const withoutFactor = await signInUser({ ...user, signInFlow: 'Password' });
        const other = { password, signInFlow: 'MFA', signInAfterCreation: false };
        console.log(JSON.stringify({ ann, note: note.data.text, again, withoutFactor, reasons: [
          await reason(signInUser(user)),
          await reason(createAndSignUpUser({ ...other, username: 'bob@example.com' })),
        ] }));`,
      'amplify/seed/code-at.ts': `import { createHmac } from 'node:crypto';
        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
        export function codeAt(secret: string, later: number): string {
          const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('');
          const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
          const counter = Buffer.alloc(8);
          counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
          const hash = createHmac('sha1', key).update(counter).digest();
          const number = hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff;
          return String(number % 1_000_000).padStart(6, '0');
        }`,
    });
    const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0');
    await sandbox.until(/Watching for file changes/);
    const { code, out, err } = await runPreamp(folder, 'seed');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('The seed script is done.') });
    expect(JSON.parse(out)).toEqual({
      ann: { username: 'ann@example.com', signInFlow: 'MFA' },
      note: 'of Ann',
      again: true,
      withoutFactor: false,
      reasons: ['MissingChallengeError', 'MissingTOTPChallengeError'],
    });
  });

  it('says what to start where no server runs, and keeps made-up items apart', async () => {
    const folder = createProject({ 'amplify/seed/seed.ts': script });
    const { code, err } = await runPreamp(folder, 'seed');
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining("Start one with 'preamp sandbox'") });
    expect(await runPreamp(folder, 'seed', '--count', '2')).toMatchObject({
      code: 0,
      err: 'Note: 2 items\nPage: 2 items\n',
    });
    expect(await runPreamp(folder, 'seed', '--count', '2', '--script', 'x.ts')).toMatchObject({ code: 2 });
    expect(await runPreamp(folder, 'seed', '--script', 'x.ts')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no file x.ts.'),
    });
  });
});
