import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DataModel } from '../../ir/data-model.ts';
import { contractModel } from '../../testing/contract/contract-model.ts';
import type { StorageEngine } from '../storage-engine.ts';
import { loadCipherSqlite } from './cipher-sqlite.ts';
import { rewriteDatabase } from './rewrite-database.ts';
import { createSqliteEngine } from './sqlite-engine.ts';

const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)].map((key) => key.toString('hex'));
const driver = await loadCipherSqlite(Buffer.from(keys[0]!, 'hex'));
const secret = 'a text that must not be found';
let folder: string;
let engine: StorageEngine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'preamp-cipher-'));
  engine = await openEngine(join(folder, 'main.db'));
  const item = { id: '1', text: secret };
  await engine.open(contractModel).write([{ kind: 'put', model: 'Note', item }]);
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function openEngine(file: string, opened = driver, model: DataModel = contractModel): Promise<StorageEngine> {
  const made = createSqliteEngine({ file, driver: opened });
  await made.migrate(await made.plan(model), { destructive: true });
  return made;
}

/** Files that hold the text as it is, or say that they are plain databases. */
const plainFiles = () =>
  readdirSync(folder).filter((name) => {
    const content = readFileSync(join(folder, name));
    return content.includes(secret) || content.includes('SQLite format 3');
  });

describe('an encrypted database', () => {
  test('shows nothing in its file, its log, its backup, or the copy before a migration', async () => {
    await engine.backup!(join(folder, 'copy.db'));
    const without = { ...contractModel, models: contractModel.models.filter(({ name }) => name !== 'Note') };
    await engine.migrate(await engine.plan(without), { destructive: true });
    const names = readdirSync(folder).toSorted();
    expect(names).toEqual(['copy.db', 'main.db', 'main.db-shm', 'main.db-wal', expect.stringContaining('.backup')]);
    expect(plainFiles()).toEqual([]);
    await engine.close();
    expect(plainFiles()).toEqual([]);
    engine = await openEngine(join(folder, 'copy.db'));
    expect(engine.open(contractModel).get('Note', { id: '1' })).toMatchObject({ text: secret });
  });

  test('does not open under another key, or none', async () => {
    await engine.close();
    const other = await loadCipherSqlite(Buffer.from(keys[1]!, 'hex'));
    const refusal = expect.objectContaining({
      code: 'storage-corrupt',
      message: expect.stringContaining('is encrypted with another key'),
    });
    await expect(openEngine(join(folder, 'main.db'), other)).rejects.toEqual(refusal);
    expect(() => createSqliteEngine({ file: join(folder, 'main.db') })).toThrow(refusal);
    engine = await openEngine(join(folder, 'main.db'));
    expect(engine.open(contractModel).get('Note', { id: '1' })).toMatchObject({ text: secret });
  });

  test('is backed up whole while writes go on', async () => {
    const store = engine.open(contractModel);
    const pair = (i: number) =>
      store.write(['a', 'b'].map((side) => ({ kind: 'put', model: 'Note', item: { id: `${side}${i}` } }) as const));
    for (let i = 0; i < 300; i++) void pair(i);
    let finished = false;
    const backup = engine.backup!(join(folder, 'copy.db')).finally(() => {
      finished = true;
    });
    for (let i = 300; !finished; i++) await pair(i);
    await backup;
    const copy = await openEngine(join(folder, 'copy.db'));
    const { items } = await copy.open(contractModel).scan({ model: 'Note', filter: null, after: null, limit: 100_000 });
    const ids = new Set(items.map(({ id }) => String(id)).filter((id) => id !== '1'));
    expect(ids.size).toBeGreaterThanOrEqual(600);
    for (const id of ids) expect(ids).toContain(id.startsWith('a') ? `b${id.slice(1)}` : `a${id.slice(1)}`);
    await copy.close();
  });

  test('is rewritten under another key, as a plain file, and encrypted again', async () => {
    const chain: readonly (string | null)[] = [keys[0]!, keys[1]!, null, keys[0]!];
    let file = join(folder, 'main.db');
    for (const [i, key] of chain.slice(1).entries()) {
      const target = join(folder, `rewritten-${i}.db`);
      await rewriteDatabase({ file, key: chain[i]! }, { file: target, key });
      expect(readFileSync(target).includes(secret)).toBe(key === null);
      file = target;
    }
    const copy = await openEngine(file);
    expect(copy.open(contractModel).get('Note', { id: '1' })).toMatchObject({ text: secret });
    await copy.close();
  });
});
