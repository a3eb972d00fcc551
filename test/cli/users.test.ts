import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { createFolder, runPreamp, startPreamp } from './preamp-process.ts';

const schema =
  'type Diary @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Editors"], operations: [read] }]) { id: ID! text: String }';

async function asUser(url: string, token: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: token },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const keyIdOf = (token: string) => decodeProtectedHeader(token).kid;

describe('preamp users', () => {
  it('makes users whose tokens a running server accepts until they are disabled', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { ready } = await startPreamp(folder);
    const added = await runPreamp(
      folder,
      'users',
      'add',
      'ann@example.com',
      '--password',
      'Secret-12345',
      '--group',
      'Editors',
      '--json',
    );
    expect(JSON.parse(added.out)).toMatchObject({ name: 'ann@example.com', status: 'CONFIRMED', groups: ['Editors'] });
    const token = (await runPreamp(folder, 'users', 'token', 'ann@example.com')).out.trim();
    const created = await asUser(ready.url, token, 'mutation { createDiary(input: { text: "a" }) { text } }');
    expect(created).toEqual({ data: { createDiary: { text: 'a' } } });
    expect(await runPreamp(folder, 'users', 'disable', 'ann@example.com')).toMatchObject({ code: 0 });
    const refused = await asUser(ready.url, token, '{ listDiaries { items { id } } }');
    expect(refused).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
  });

  it('keeps tokens valid when the signing key is rotated, and signs new ones with the new key at once', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { ready } = await startPreamp(folder);
    await runPreamp(folder, 'users', 'add', 'ann@example.com', '--password', 'Secret-12345');
    const before = (await runPreamp(folder, 'users', 'token', 'ann@example.com')).out.trim();
    expect(await runPreamp(folder, 'keys', 'rotate-signing')).toMatchObject({ code: 0 });
    const after = (await runPreamp(folder, 'users', 'token', 'ann@example.com')).out.trim();
    expect(keyIdOf(after)).not.toBe(keyIdOf(before));
    const published = async () => {
      const response = await fetch(new URL(`/${ready.userPoolId}/.well-known/jwks.json`, ready.url));
      const { keys } = (await response.json()) as { keys: readonly { kid: string }[] };
      return keys.map(({ kid }) => kid);
    };
    await expect.poll(published).toEqual([keyIdOf(after), keyIdOf(before)]);
    for (const token of [before, after]) {
      expect(await asUser(ready.url, token, '{ listDiaries { items { id } } }')).toEqual({
        data: { listDiaries: { items: [] } },
      });
    }
  });

  it('leaves nothing in the data folder that others can read', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    await startPreamp(folder);
    await runPreamp(folder, 'users', 'add', 'ann@example.com', '--password', 'Secret-12345');
    const data = join(folder, '.preamp');
    const open = readdirSync(data, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    expect(statSync(data).mode & 0o077).toBe(0);
  });

  it('makes a temporary password, changes groups and lists', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const added = await runPreamp(folder, 'users', 'add', 'bob@example.com');
    expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/^\S{16,}\n$/) });
    const grouped = await runPreamp(
      folder,
      'users',
      'group',
      'bob@example.com',
      '--add',
      'Editors',
      '--add',
      'Staff',
      '--remove',
      'Editors',
    );
    expect(grouped.err).toBe('bob@example.com is in Staff.\n');
    const { out } = await runPreamp(folder, 'users', 'list', '--json');
    expect(JSON.parse(out)).toMatchObject([
      { name: 'bob@example.com', status: 'FORCE_CHANGE_PASSWORD', enabled: true, groups: ['Staff'] },
    ]);
  });

  it('says what is wrong in one line', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    expect(await runPreamp(folder, 'users', 'token', 'nobody')).toEqual({
      code: 1,
      out: '',
      err: '✖ User does not exist.\n  [users-refused]\n',
    });
    const weak = await runPreamp(folder, 'users', 'add', 'ann@example.com', '--password', 'weak');
    expect(weak).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^✖ Password did not conform with policy: .*\n {2}\[users-refused\]\n$/),
    });
  });
});
