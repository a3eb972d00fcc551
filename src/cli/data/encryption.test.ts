import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqliteUserStore } from '../../identity/user-pool/sqlite-user-store.ts';
import { backupDatabaseFile } from '../../storage/sqlite/backup-database-file.ts';
import { createSqliteEngine } from '../../storage/sqlite/sqlite-engine.ts';
import { contractModel } from '../../testing/contract/contract-model.ts';
import { backupData } from './backup-data.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { noEncryption, openEncryption } from './data-encryption.ts';
import { dataFile, usersFile } from './data-files.ts';
import { changeEncryption } from './encryption-change.ts';
import { readEncryptionKey } from './encryption-key.ts';
import { encryptedWith } from './encryption-marker.ts';
import { openInstance } from './instance-file.ts';
import { restoreData } from './restore-data.ts';

const [keyA, keyB] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)] as const;
const secret = 'Quetzalcoatl';
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'preamp-encryption-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Opens a data folder of this test and puts an item, a group and the ids into it. */
async function filled(name: string, key: Uint8Array | null): Promise<DataDirectory> {
  const data = await openDataDirectory(join(root, name), key);
  const engine = createSqliteEngine({ file: data.file(dataFile), driver: data.encryption.sqlite });
  await engine.migrate(await engine.plan(contractModel), { destructive: false });
  await engine.open(contractModel).write([{ kind: 'put', model: 'Note', item: { id: '1', text: secret } }]);
  await engine.close();
  const users = createSqliteUserStore(data.file(usersFile), data.encryption.sqlite);
  users.putGroup({ name: secret, description: null, precedence: 1, createdAt: 1, modifiedAt: 1 });
  users.close();
  openInstance(data);
  return data;
}

/** What a folder holds, read with a key. */
async function contentOf(folder: string, key: Uint8Array | null) {
  const data = await openDataDirectory(folder, key);
  const engine = createSqliteEngine({ file: data.file(dataFile), driver: data.encryption.sqlite });
  const users = createSqliteUserStore(data.file(usersFile), data.encryption.sqlite);
  try {
    const item = await engine.open(contractModel).get('Note', { id: '1' });
    return { text: item?.text, group: users.group(secret) !== null, instance: openInstance(data) };
  } finally {
    await engine.close();
    users.close();
  }
}

const readable = (folder: string) =>
  readdirSync(folder).filter((name) => {
    const content = readFileSync(join(folder, name));
    return [secret, 'SQLite format 3', 'pageTokenSecret'].some((text) => content.includes(text));
  });
const failure = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });
const backUp = (data: DataDirectory, file: string) =>
  backupData(data, file, (target) => backupDatabaseFile(data.file(dataFile), target, data.encryption.sqlite));

describe('the key of a data folder', () => {
  test('that is wrong or missing is said, and changes nothing', async () => {
    await filled('data', keyA);
    const folder = join(root, 'data');
    expect(readable(folder)).toEqual([]);
    await expect(openDataDirectory(folder)).rejects.toEqual(failure('encryption-key-missing'));
    await expect(openDataDirectory(folder, keyB)).rejects.toEqual(failure('encryption-key-wrong'));
    expect(await contentOf(folder, keyA)).toMatchObject({ text: secret, group: true });
  });

  test('for a plain folder is refused until that is encrypted', async () => {
    await filled('data', null);
    const opening = openDataDirectory(join(root, 'data'), keyA);
    await expect(opening).rejects.toEqual(failure('data-not-encrypted'));
    expect(encryptedWith(join(root, 'data'))).toBeNull();
  });

  test('shows when a sealed file was moved or changed', async () => {
    const data = await filled('data', keyA);
    writeFileSync(data.file('api-keys.json'), readFileSync(data.file('instance.json')));
    expect(() => data.read('api-keys.json')).toThrow(failure('data-damaged'));
  });
});

describe('a change of the encryption', () => {
  test('encrypts, takes another key, and makes plain again', async () => {
    const data = await filled('data', null);
    const folder = data.path!;
    writeFileSync(`${data.file(dataFile)}.revision-1.backup`, readFileSync(data.file(dataFile)));
    const before = await contentOf(folder, null);
    const [a, b] = await Promise.all([openEncryption(keyA), openEncryption(keyB)]);
    await changeEncryption(folder, noEncryption, a);
    expect(readable(folder)).toEqual([]);
    expect(await contentOf(folder, keyA)).toEqual(before);
    await changeEncryption(folder, a, b);
    expect(readable(folder)).toEqual([]);
    expect(await contentOf(folder, keyB)).toEqual(before);
    await changeEncryption(folder, b, noEncryption);
    expect(await contentOf(folder, null)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('rewritten') || name.startsWith('encryption'))).toEqual(
      [],
    );
  });

  test('is finished after a crash once all files stood ready, and forgotten before', async () => {
    const { path } = await filled('data', null);
    const folder = path!;
    const before = await contentOf(folder, null);
    writeFileSync(join(folder, `${dataFile}.rewritten`), 'half a draft');
    await changeEncryption(folder, noEncryption, await openEncryption(keyA));
    const after = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
    await changeEncryption(folder, await openEncryption(keyA), noEncryption);
    // As a crash leaves it between two renames: one file has its new form, the others stand ready.
    const files = [dataFile, usersFile, 'instance.json'];
    writeFileSync(join(folder, dataFile), after.get(dataFile)!);
    for (const name of files.slice(1)) writeFileSync(join(folder, `${name}.rewritten`), after.get(name)!);
    const marker = after.get('encryption.json')!.toString();
    writeFileSync(join(folder, 'encryption-change.json'), JSON.stringify({ files, marker }));
    expect(await contentOf(folder, keyA)).toEqual(before);
    expect(existsSync(join(folder, 'encryption-change.json'))).toBe(false);
  });
});

describe('a backup of an encrypted folder', () => {
  test('is encrypted, and restored under the same key only', async () => {
    const data = await filled('data', keyA);
    const file = join(root, 'copies', 'a.sqlite');
    await backUp(data, file);
    expect(readable(join(root, 'copies'))).toEqual([]);
    const restore = async (name: string, key: Uint8Array | null) =>
      restoreData(await openDataDirectory(join(root, name), key), file, 0);
    await expect(restore('b', keyB)).rejects.toEqual(failure('backup-invalid', 'encrypted with another key'));
    await expect(restore('plain', null)).rejects.toEqual(failure('backup-invalid', 'or is encrypted'));
    await restore('same', keyA);
    expect(await contentOf(join(root, 'same'), keyA)).toEqual(await contentOf(data.path!, keyA));
  });

  test('of a plain one is encrypted when it is restored', async () => {
    const data = await filled('data', null);
    const file = join(root, 'plain.sqlite');
    await backUp(data, file);
    await restoreData(await openDataDirectory(join(root, 'restored'), keyA), file, 0);
    expect(readable(join(root, 'restored'))).toEqual([]);
    expect(await contentOf(join(root, 'restored'), keyA)).toEqual(await contentOf(data.path!, null));
  });
});

describe('readEncryptionKey', () => {
  const names = ['PREAMP_ENCRYPTION_KEY', 'PREAMP_ENCRYPTION_KEY_FILE', 'PREAMP_ENCRYPTION_KEY_COMMAND'] as const;
  afterEach(() => {
    for (const name of names) delete process.env[name];
  });
  const read = (encryption: { keyFile?: string; keyCommand?: string } = {}) =>
    readEncryptionKey({ config: { encryption }, file: join(root, 'preamp.config.json') });

  test('takes it from the environment, else from the configuration, else there is none', async () => {
    writeFileSync(join(root, 'a.key'), `${keyA.toString('base64')}\n`);
    writeFileSync(join(root, 'b.key'), keyB.toString('hex').toUpperCase());
    const path = (name: string) => JSON.stringify(join(root, name));
    expect(await read()).toBeNull();
    expect(await read({ keyFile: 'a.key' })).toEqual(keyA);
    expect(await read({ keyCommand: `cat ${path('b.key')}` })).toEqual(keyB);
    process.env.PREAMP_ENCRYPTION_KEY_COMMAND = `cat ${path('b.key')}`;
    expect(await read({ keyFile: 'a.key' })).toEqual(keyB);
    process.env.PREAMP_ENCRYPTION_KEY_FILE = join(root, 'a.key');
    expect(await read()).toEqual(keyA);
    process.env.PREAMP_ENCRYPTION_KEY = keyB.toString('hex');
    expect(await read()).toEqual(keyB);
  });

  test.each([
    ['PREAMP_ENCRYPTION_KEY', 'c2hvcnQ='],
    ['PREAMP_ENCRYPTION_KEY_FILE', '/nowhere'],
    ['PREAMP_ENCRYPTION_KEY_COMMAND', 'echo c2hvcnQ='],
    ['PREAMP_ENCRYPTION_KEY_COMMAND', 'exit 3'],
  ])('refuses %s=%s without repeating what it got', async (name, value) => {
    process.env[name] = value;
    const error = await read().catch((thrown: unknown) => thrown as Error);
    expect(error).toEqual(failure('encryption-key-invalid'));
    expect((error as Error).message).not.toContain('c2hvcnQ=');
  });
});
