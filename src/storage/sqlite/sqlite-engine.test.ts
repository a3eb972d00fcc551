import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contractModel } from '../../testing/contract/contract-model.ts';
import type { StorageEngine, Store, WriteOperation } from '../storage-engine.ts';
import { createSqliteEngine, type SqliteEngineOptions } from './sqlite-engine.ts';

let folder: string;
let engine: StorageEngine | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preamp-sqlite-'));
  engine = null;
});
afterEach(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

const failure = (code: string) => expect.objectContaining({ name: 'PreampError', code });

async function openStore(options: Partial<SqliteEngineOptions> = {}): Promise<Store> {
  engine = createSqliteEngine({ file: join(folder, 'data', 'main.db'), ...options });
  await engine.migrate(await engine.plan(contractModel), { destructive: false });
  return engine.open(contractModel);
}

function creation(id: string, text?: string): WriteOperation {
  return { kind: 'create', model: 'Note', item: { id, text }, checks: [] };
}

describe('files', () => {
  test('and their directory are for the owner only', async () => {
    const store = await openStore();
    await store.write([creation('1')]);
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(mode(join(folder, 'data'))).toBe('700');
    const files = readdirSync(join(folder, 'data')).toSorted();
    expect(files).toEqual(['main.db', 'main.db-shm', 'main.db-wal']);
    for (const file of files) expect(mode(join(folder, 'data', file))).toBe('600');
  });

  test('are found again', async () => {
    await (await openStore()).write([creation('1', 'kept')]);
    await engine?.close();
    const store = await openStore();
    expect((await store.get('Note', { id: '1' }))?.text).toBe('kept');
    expect(readdirSync(join(folder, 'data'))).toContain('main.db');
  });

  test('that are no database are refused and left alone', () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'no database, but long enough to be looked at'.repeat(100));
    expect(() => createSqliteEngine({ file })).toThrow(failure('storage-corrupt'));
  });

  test('cannot be made below a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => createSqliteEngine({ file: join(folder, 'file', 'main.db') })).toThrow(failure('storage-cannot-open'));
  });
});

describe('failures', () => {
  test('a lock of another process', async () => {
    const store = await openStore({ lockTimeout: 20 });
    const script = `
      const database = new (require('better-sqlite3'))(process.argv[1]);
      database.exec('BEGIN IMMEDIATE');
      console.log('locked');
      process.stdin.resume();`;
    const other = spawn(process.execPath, ['-e', script, join(folder, 'data', 'main.db')]);
    await once(other.stdout, 'data');
    const [first, second] = await Promise.allSettled([store.write([creation('1')]), store.write([creation('2')])]);
    expect(first).toEqual({ status: 'rejected', reason: failure('storage-locked') });
    expect(second).toEqual({ status: 'rejected', reason: failure('storage-locked') });
    expect(store.get('Note', { id: '1' })).toBeNull();
    other.stdin.end();
    await once(other, 'close');
    expect(await store.write([creation('1')])).toMatchObject([{ status: 'written' }]);
  });

  test('a full disk: nothing of the group is stored, reads go on, and small writes too', async () => {
    const store = await openStore({ sizeLimit: 300_000 });
    await store.write([creation('small')]);
    const results = await Promise.allSettled([
      store.write([creation('a')]),
      store.write([creation('b'), creation('big', 'x'.repeat(400_000))]),
      store.write([creation('c')]),
    ]);
    for (const result of results) expect(result).toEqual({ status: 'rejected', reason: failure('storage-full') });
    const ids = ['small', 'a', 'b', 'big', 'c'].map((id) => (store.get('Note', { id }) as { id: string } | null)?.id);
    expect(ids).toEqual(['small', undefined, undefined, undefined, undefined]);
    expect(await store.write([creation('a')])).toMatchObject([{ status: 'written' }]);
  });

  test('a file that may not be written', () => {
    const script = `
      import { createSqliteEngine } from ${JSON.stringify(new URL('./sqlite-engine.ts', import.meta.url).href)};
      import { contractModel } from ${JSON.stringify(new URL('../../testing/contract/contract-model.ts', import.meta.url).href)};
      try {
        const engine = createSqliteEngine({ file: process.argv[1] });
        const store = engine.open(contractModel);
        await store.write([{ kind: 'create', model: 'Note', item: { id: '1' }, checks: [] }]);
      } catch (error) {
        console.log(error.code, '|', error.message, '|', error.hint);
      }`;
    const data = join(folder, 'data');
    const file = join(data, 'main.db');
    mkdirSync(data);
    const prepared = createSqliteEngine({ file });
    prepared.migrate(prepared.plan(contractModel) as never, { destructive: false });
    prepared.close();
    chmodSync(folder, 0o755);
    chmodSync(data, 0o555);
    chmodSync(file, 0o444);
    // Root may write everything, so the attempt is made as nobody.
    const uid = process.getuid?.() === 0 ? 65534 : undefined;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script, file], { uid, encoding: 'utf8' });
    expect(child.stdout).toMatch(/^storage-(read-only|cannot-open) \| The database \S+main.db c.* \| .*writ/);
  });

  test('work that throws leaves the rest of its group alone', async () => {
    const store = await openStore();
    const [wrongType, unknown, noKey, fine] = await Promise.allSettled([
      store.write([creation('a'), { kind: 'create', model: 'Note', item: { id: 'b', count: 'x' }, checks: [] }]),
      store.write([{ kind: 'create', model: 'Note', item: { id: 'c', nothing: 1 }, checks: [] }]),
      store.write([{ kind: 'delete', model: 'Line', key: { order: 'o' }, checks: [] }]),
      store.write([creation('d')]),
    ]);
    expect(wrongType).toEqual({ status: 'rejected', reason: failure('value-type-mismatch') });
    expect(unknown).toEqual({ status: 'rejected', reason: failure('unknown-attribute') });
    expect(noKey).toEqual({ status: 'rejected', reason: failure('key-incomplete') });
    expect(fine).toMatchObject({ status: 'fulfilled', value: [{ status: 'written' }] });
    expect(['a', 'b', 'd'].map((id) => store.get('Note', { id }) === null)).toEqual([true, true, false]);
  });

  test('a key cannot change', async () => {
    const store = await openStore();
    await store.write([creation('1')]);
    const update = (id: string): WriteOperation => ({
      kind: 'update',
      model: 'Note',
      key: { id: '1' },
      set: { id, text: 'x' },
      remove: [],
      checks: [],
    });
    await expect(store.write([update('2')])).rejects.toEqual(failure('key-immutable'));
    expect(await store.write([update('1')])).toMatchObject([{ status: 'written', item: { id: '1', text: 'x' } }]);
  });
});

describe('group commit', () => {
  test('reads see nothing of a write before its commit, and all of it after', async () => {
    const store = await openStore();
    const pending = store.write([creation('1')]);
    expect(store.get('Note', { id: '1' })).toBeNull();
    await pending;
    expect(store.get('Note', { id: '1' })).not.toBeNull();
  });

  test('writes that wait are committed by close; later ones are refused', async () => {
    const store = await openStore();
    const pending = store.write([creation('1')]);
    await engine?.close();
    expect(await pending).toMatchObject([{ status: 'written' }]);
    await expect(store.write([creation('2')])).rejects.toEqual(failure('storage-closed'));
    expect((await openStore()).get('Note', { id: '1' })).not.toBeNull();
  });

  test('more writes than one group are all committed', async () => {
    const store = await openStore();
    await Promise.all(Array.from({ length: 1500 }, (_, i) => store.write([creation(String(i))])));
    const page = await store.scan({ model: 'Note', filter: null, after: null, limit: 2000 });
    expect(page.items).toHaveLength(1500);
  });
});

describe('backup', () => {
  test('is whole and consistent while writes go on, and stands alone', async () => {
    const store = await openStore();
    const padding = 'x'.repeat(2000);
    const pair = (i: number) => store.write([creation(`a${i}`, padding), creation(`b${i}`, padding)]);
    for (let i = 0; i < 400; i++) void pair(i);
    await pair(400);
    const file = join(folder, 'backups', 'copy.db');
    let finished = false;
    const backup = engine!.backup!(file).then(() => {
      finished = true;
    });
    let written = 401;
    while (!finished) await pair(written++);
    await backup;
    expect(written).toBeGreaterThan(402);
    expect(readdirSync(join(folder, 'backups'))).toEqual(['copy.db']);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');

    const copy = createSqliteEngine({ file });
    const copied = copy.open(contractModel);
    const page = await copied.scan({ model: 'Note', filter: null, after: null, limit: 100_000 });
    const ids = new Set(page.items.map((item) => String(item.id)));
    for (let i = 0; i <= 400; i++) expect(ids.has(`a${i}`)).toBe(true);
    for (const id of ids) expect(ids.has(id.startsWith('a') ? `b${id.slice(1)}` : `a${id.slice(1)}`)).toBe(true);
    await copy.close();
  });

  test('never replaces the database, and leaves nothing behind when it fails', async () => {
    await openStore();
    await expect(engine!.backup!(join(folder, 'data', 'main.db'))).rejects.toEqual(failure('backup-target-invalid'));
    writeFileSync(join(folder, 'file'), '');
    await expect(engine!.backup!(join(folder, 'file', 'copy.db'))).rejects.toEqual(failure('storage-cannot-open'));
    expect(readdirSync(folder).toSorted()).toEqual(['data', 'file']);
  });

  test('is finished before the database closes', async () => {
    const store = await openStore();
    await store.write([creation('1', 'x'.repeat(100_000))]);
    const file = join(folder, 'copy.db');
    const backup = engine!.backup!(file);
    await engine!.close();
    await backup;
    const copy = createSqliteEngine({ file });
    expect(copy.open(contractModel).get('Note', { id: '1' })).not.toBeNull();
    await copy.close();
  });
});
