import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contractModel } from '../../../testing/contract/contract-model.ts';
import { plainSqlite, type SqliteDriver } from '../../../util/sqlite-driver.ts';
import type { StorageEngine } from '../../storage-engine.ts';
import { loadCipherSqlite } from '../cipher-sqlite.ts';
import { createSqliteEngine } from '../sqlite-engine.ts';
import { listGenerations, listSegments } from './archive-files.ts';
import { restoreArchive } from './restore-archive.ts';
import type { ArchiveOptions } from './wal-archive.ts';

const drivers = [
  ['plain', plainSqlite],
  ['encrypted', await loadCipherSqlite(Buffer.alloc(32, 7))],
] as const;
const hour = 3_600_000;
let folder: string;
let archive: string;
let now: number;
let failures: unknown[];
let engine: StorageEngine | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preamp-archive-'));
  archive = join(folder, 'archive');
  now = Date.parse('2024-05-01T12:00:00Z');
  failures = [];
  engine = null;
});
afterEach(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

async function open(driver: SqliteDriver = plainSqlite, options: Partial<ArchiveOptions> = {}): Promise<StorageEngine> {
  const onError = (error: unknown) => void failures.push(error);
  engine = createSqliteEngine({
    file: join(folder, 'main.db'),
    driver,
    archive: { folder: archive, clock: () => now, onError, ...options },
  });
  await engine.migrate(await engine.plan(contractModel), { destructive: false });
  return engine;
}

/** Stores notes at a time of their own. Returns it. */
async function write(...ids: readonly string[]): Promise<number> {
  now += 1000;
  const items = ids.map((id) => ({ kind: 'put', model: 'Note', item: { id, text: id.repeat(300) } }) as const);
  await engine!.open(contractModel).write(items);
  return now;
}

async function remove(id: string): Promise<number> {
  now += 1000;
  await engine!.open(contractModel).write([{ kind: 'delete', model: 'Note', key: { id }, checks: [] }]);
  return now;
}

async function close(): Promise<void> {
  await engine?.close();
  engine = null;
}

let restores = 0;
/** Ids of the notes as they were at a time, from a database that is sound. */
async function idsAt(at: number | null, driver: SqliteDriver = plainSqlite): Promise<readonly string[]> {
  const file = join(folder, `restored-${restores++}.db`);
  restoreArchive(archive, file, at);
  const restored = createSqliteEngine({ file, driver });
  const { items } = await restored
    .open(contractModel)
    .scan({ model: 'Note', filter: null, after: null, limit: 100_000 });
  await restored.close();
  const database = driver.open(file);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
  return items.map(({ id }) => String(id));
}

describe.each(drivers)('an archive of a database: %s', (_, driver) => {
  test('brings back the exact state of every time', async () => {
    await open(driver);
    const states: (readonly [number, readonly string[]])[] = [];
    const ids = new Set<string>();
    for (let n = 0; n < 40; n++) {
      const id = `n${n}`;
      const at = n % 5 === 4 ? await remove(`n${n - 2}`) : await write(id);
      if (n % 5 === 4) ids.delete(`n${n - 2}`);
      else ids.add(id);
      states.push([at, [...ids].sort()]);
    }
    await close();
    for (const [at, expected] of states.filter((__, i) => i % 3 === 0)) {
      expect(await idsAt(at, driver)).toEqual(expected);
      expect(await idsAt(at + 999, driver)).toEqual(expected);
    }
    expect(await idsAt(null, driver)).toEqual(states.at(-1)![1]);
    expect(failures).toEqual([]);
    for (const name of readdirSync(archive, { recursive: true, encoding: 'utf8' })) {
      const path = join(archive, name);
      expect([name, statSync(path).mode & 0o077]).toEqual([name, 0]);
      if (driver.key !== null && statSync(path).isFile()) expect(readFileSync(path).includes('n1n1n1')).toBe(false);
    }
  });

  test('goes on across checkpoints, restarts and migrations, and shortens with the database', async () => {
    await open(driver);
    const big = 'x'.repeat(200_000);
    const states: (readonly [number, number])[] = [];
    // Twice as much as the log may hold.
    for (let n = 0; n < 90; n++) {
      now += 1000;
      const item = { id: `n${String(n).padStart(3, '0')}`, text: big };
      await engine!.open(contractModel).write([{ kind: 'put', model: 'Note', item }]);
      states.push([now, n + 1]);
    }
    expect(statSync(join(folder, 'main.db-wal')).size).toBeLessThan(16 * 1024 * 1024);
    await close();
    await open(driver);
    const without = { ...contractModel, models: contractModel.models.filter(({ name }) => name !== 'Note') };
    now += 1000;
    await engine!.migrate(await engine!.plan(without), { destructive: true });
    await close();
    for (const [at, count] of [states[0]!, states[44]!, states[89]!]) {
      expect(await idsAt(at, driver)).toHaveLength(count);
    }
    expect(failures).toEqual([]);
    const file = join(folder, 'last.db');
    restoreArchive(archive, file, null);
    const database = driver.open(file);
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name = 'Note'").all();
    database.close();
    expect(tables).toEqual([]);
  });
});

describe('an archive', () => {
  const lastSegment = () => {
    const { folder: generation } = listGenerations(archive).at(-1)!;
    return join(generation, listSegments(generation).at(-1)!);
  };

  test('ignores a record that a crash broke off, and refuses one that is damaged between others', async () => {
    await open();
    const first = await write('a');
    await write('b');
    await write('c');
    await close();
    const path = lastSegment();
    const whole = readFileSync(path);
    rmSync(join(path, '..', 'closed'));
    truncateSync(path, whole.length - 100);
    expect(await idsAt(null)).toEqual(['a', 'b']);
    appendFileSync(path, Buffer.alloc(100));
    expect(await idsAt(null)).toEqual(['a', 'b']);
    // A whole segment behind a damaged one is no crash.
    writeFileSync(join(path, '..', '00000009.wal'), whole.subarray(whole.length - 10));
    expect(await idsAt(first)).toEqual(['a']);
    expect(() => restoreArchive(archive, join(folder, 'x.db'), null)).toThrow(
      expect.objectContaining({ code: 'archive-invalid' }),
    );
  });

  test('does not reach back behind its start, and refuses a damaged copy', async () => {
    await open();
    const at = await write('a');
    await close();
    const restore = (time: number | null) => () => restoreArchive(archive, join(folder, `y${restores++}.db`), time);
    expect(restore(Date.parse('2024-05-01T11:00:00Z'))).toThrow(/begins at 2024-05-01T12:00:00.000Z/);
    const base = join(listGenerations(archive)[0]!.folder, 'base.sqlite');
    writeFileSync(base, Buffer.concat([readFileSync(base), Buffer.alloc(1)]));
    expect(restore(at)).toThrow(/is damaged/);
  });

  test('begins anew when its time has come, and removes what is too old', async () => {
    await open(plainSqlite, { everyHours: 1, keepDays: 1 });
    const first = await write('a');
    for (let hours = 1; hours <= 30; hours++) {
      now += hour;
      await close();
      await open(plainSqlite, { everyHours: 1, keepDays: 1 });
      await write(`h${String(hours).padStart(2, '0')}`);
    }
    await close();
    const [oldest] = listGenerations(archive);
    expect(now - oldest!.start).toBeGreaterThanOrEqual(24 * hour);
    expect(now - oldest!.start).toBeLessThan(26 * hour);
    expect(() => restoreArchive(archive, join(folder, 'x.db'), first)).toThrow(/begins at/);
    expect(await idsAt(now - 10 * hour)).toContain('h19');
    expect(await idsAt(now - 10 * hour)).not.toContain('h21');
  });

  test('that cannot be written stands still, says so, and goes on with a new copy', async () => {
    writeFileSync(archive, 'a file in the place of the folder');
    await open();
    await write('a');
    expect(failures.length).toBeGreaterThan(0);
    rmSync(archive);
    await expect.poll(() => listGenerations(archive).length, { timeout: 20_000 }).toBe(1);
    now += 1000;
    await write('b');
    await close();
    expect(await idsAt(null)).toEqual(['a', 'b']);
  });

  test('loses nothing to a reader that holds an older state', async () => {
    await open();
    await write('a');
    const reader = new Database(join(folder, 'main.db'));
    reader.exec('BEGIN; SELECT * FROM Note');
    const at = await write('b');
    await write('c');
    reader.exec('COMMIT');
    reader.close();
    await write('d');
    await close();
    expect(await idsAt(at)).toEqual(['a', 'b']);
    expect(await idsAt(null)).toEqual(['a', 'b', 'c', 'd']);
    expect(failures).toEqual([]);
  });
});
