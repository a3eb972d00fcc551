import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFolder, request, runPreamp, startPreamp } from './preamp-process.ts';

const [keyA, keyB] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('hex')];
const secret = 'Quetzalcoatl';
const schema = 'type Post @model @auth(rules: [{ allow: public }, { allow: owner }]) { id: ID! title: String }';

/** Sets the environment that commands inherit, until the test ends. */
function give(variables: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('PREAMP_ENCRYPTION')) delete process.env[name];
  Object.assign(process.env, variables);
}

/** Files that show an item, a user, a signing key, an API key or the header of a plain database. */
function readable(folder: string): readonly string[] {
  const signs = [secret, 'ann@example.com', '"kty"', '"hash"', 'pageTokenSecret', 'SQLite format 3'];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter(({ parentPath, name }) => signs.some((sign) => readFileSync(join(parentPath, name)).includes(sign)))
    .map(({ name }) => name);
}

const list = '{ listPosts { items { id title } } }';
const stored = { data: { listPosts: { items: [{ id: '1', title: secret }] } } };

describe('preamp with an encryption key', () => {
  it('keeps everything encrypted, answers a wrong key clearly, and takes another key', {
    timeout: 120_000,
  }, async () => {
    onTestFinished(() => give({}));
    const folder = createFolder({ 'schema.graphql': schema, 'a.key': `${keyA}\n` });
    const data = join(folder, '.preamp');
    give({ PREAMP_ENCRYPTION_KEY_FILE: 'a.key' });
    const server = await startPreamp(folder);
    const { url, apiKey } = server.ready;
    await request(url, apiKey, `mutation { createPost(input: { id: "1", title: "${secret}" }) { id } }`);
    expect((await runPreamp(folder, 'users', 'add', 'ann@example.com', '--password', 'Secret-12345')).code).toBe(0);
    expect((await runPreamp(folder, 'backup', 'copies/a.sqlite')).code).toBe(0);
    expect([...readable(data), ...readable(join(folder, 'copies'))]).toEqual([]);
    await server.stop();
    expect(readable(data)).toEqual([]);
    for (const name of readdirSync(data)) expect([name, statSync(join(data, name)).mode & 0o077]).toEqual([name, 0]);

    give({ PREAMP_ENCRYPTION_KEY: keyB });
    const wrong = await runPreamp(folder, 'start');
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('the key given is') });
    expect(wrong.err).not.toContain(keyB);

    give({ PREAMP_ENCRYPTION_KEY: keyA, PREAMP_ENCRYPTION_NEW_KEY: keyB });
    expect((await runPreamp(folder, 'encryption', 'rotate')).err).toContain('.preamp is encrypted now');
    give({ PREAMP_ENCRYPTION_KEY: keyB });
    const again = await startPreamp(folder);
    expect(await request(again.ready.url, apiKey, list)).toEqual(stored);
    await again.stop();
  });

  it('says what to install where the package that encrypts is missing, and leaves no data', () => {
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ resolve(name, context, next) {
        if (name !== 'better-sqlite3-multiple-ciphers') return next(name, context);
        throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
      } });`;
    const folder = createFolder({ 'schema.graphql': schema });
    const { NODE_OPTIONS: _, FORCE_COLOR: __, ...env } = process.env;
    const bin = resolve(import.meta.dirname, '../../bin/preamp.js');
    const args = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, bin, 'start', '--port', '0'];
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, NO_COLOR: '1', PREAMP_ENCRYPTION_KEY: keyA },
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('Encrypted data need a package that is not installed.'),
    });
    expect(stderr).toContain('npm install better-sqlite3-multiple-ciphers@13');
    expect(stderr).toContain('[encryption-driver-missing]');
    expect(existsSync(join(folder, '.preamp/data.sqlite'))).toBe(false);
  });
});
