import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { Store } from '../../src/storage/storage-engine.ts';
import type { SqliteDriver } from '../../src/util/sqlite-driver.ts';
import { alternatingModels, crashModel } from './crash-model.ts';
import { type DriverName, driverNames, openDriver } from './drivers.ts';
import { killWhileWorking } from './kill-while-working.ts';

const allRounds = Number(process.env.PREAMP_CRASH_ROUNDS ?? 5);
/** The code that encryption leaves as it is needs no more than a part of them again. */
const roundsOf = (name: DriverName) => (name === 'plain' ? allRounds : Math.min(allRounds, Math.max(3, allRounds / 8)));
const folder = mkdtempSync(join(tmpdir(), 'preamp-crash-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Last version of an account that was tried, and that was acknowledged (0 before the first). */
interface Account {
  tried: number;
  done: number;
  /** The version before its deletion, which is tried and acknowledged as version 0. */
  highest: number;
}

test.each(driverNames)('no acknowledged write is lost and none is half applied: %s', async (name) => {
  const rounds = roundsOf(name);
  const driver = await openDriver(name);
  const file = join(folder, `${name}.db`);
  const all = new Map<string, Account>();
  let acknowledged = 0;
  for (let round = 0; round < rounds; round++) {
    const accounts = new Map<string, Account>();
    const output = await killWhileWorking('write-load.ts', [file, String(round), name]);
    for (const [, word, id, text] of output.matchAll(/^(try|done) (\S+) (\d+)\n/gm)) {
      const version = Number(text);
      const account = accounts.get(id!) ?? { tried: 0, done: 0, highest: 0 };
      accounts.set(id!, account);
      if (word === 'try') account.tried = version;
      else account.done = version;
      account.highest = Math.max(account.highest, account.done);
      if (word === 'done') acknowledged += 1;
    }
    await verify(file, driver, accounts);
    for (const [id, account] of accounts) all.set(id, account);
  }
  await verify(file, driver, all);
  expect(acknowledged).toBeGreaterThan(rounds * 10);
});

test.each(driverNames)('a migration is done whole or not at all: %s', async (name) => {
  const rounds = roundsOf(name);
  const driver = await openDriver(name);
  const file = join(folder, `${name}-migrated.db`);
  const [first, second] = alternatingModels;
  const items = Array.from({ length: 3000 }, (_, i) => ({
    id: String(i).padStart(5, '0'),
    label: `l${i % 7}`,
    rank: i,
  }));
  const engine = createSqliteEngine({ file, driver });
  engine.migrate(await engine.plan(first), { destructive: false });
  await engine.open(first).write(items.map((item) => ({ kind: 'put', model: 'Thing', item })));
  await engine.close();

  let migrations = 0;
  for (let round = 0; round < rounds; round++) {
    const output = await killWhileWorking('migration-load.ts', [file, name]);
    migrations += output.split('migrated\n').length - 1;
    const survivor = createSqliteEngine({ file, driver });
    const isFirst = (await survivor.plan(first)).steps.length === 0;
    expect((await survivor.plan(second)).steps.length === 0).toBe(!isFirst);
    const store = survivor.open(isFirst ? first : second);
    const all = await store.scan({ model: 'Thing', filter: null, after: null, limit: 10_000 });
    const rank = (value: number) => (isFirst ? value : String(value));
    expect(all.items).toHaveLength(items.length);
    for (const [i, item] of all.items.entries()) expect(item).toMatchObject({ ...items[i], rank: rank(i) });
    const query = { model: 'Thing', index: 'byLabel', sort: null, after: null, descending: false, filter: null };
    const labelled = await store.query({ ...query, hash: 'l3', limit: 10_000 });
    expect(labelled.items).toHaveLength(items.filter((item) => item.label === 'l3').length);
    await survivor.close();
    const database = driver.open(file, { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  }
  expect(migrations).toBeGreaterThan(rounds);
});

async function verify(file: string, driver: SqliteDriver, accounts: ReadonlyMap<string, Account>): Promise<void> {
  const engine = createSqliteEngine({ file, driver });
  const store = engine.open(crashModel);
  for (const [id, account] of accounts) {
    const version = Number((await store.get('Account', { id }))?.version ?? 0);
    // What was acknowledged, or the one write after it that the kill left without an answer.
    const possible = new Set([account.tried, account.done]);
    expect(possible, `${id}: ${JSON.stringify(account)}`).toContain(version);
    const entries = await entriesOf(store, id);
    const deleted = version === 0 && account.tried === 0;
    const newest = deleted ? account.highest : version;
    const expected = Array.from({ length: newest }, (_, i) => [i + 1, i + 1]).flat();
    expect(entries, id).toEqual(expected);
  }
  await engine.close();
  checkDatabase(file, driver);
}

async function entriesOf(store: Store, account: string): Promise<number[]> {
  const page = await store.query({
    model: 'Entry',
    index: 'byAccount',
    hash: account,
    sort: null,
    after: null,
    descending: false,
    filter: null,
    limit: 1000,
  });
  return page.items.map((item) => Number(item.version));
}

/** Structure, and that every index has the rows of its table. */
function checkDatabase(file: string, driver: SqliteDriver): void {
  const database = driver.open(file, { readonly: true });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  for (const [table, index] of [
    ['Account', 'Account.byGroup'],
    ['Entry', 'Entry.byAccount'],
  ]) {
    const count = (hint: string) => database.prepare(`SELECT count(*) FROM "${table}" ${hint}`).pluck().get();
    const key = table === 'Account' ? '"group" IS NOT NULL AND version' : 'account IS NOT NULL AND version';
    expect(count(`INDEXED BY "${index}" WHERE ${key} IS NOT NULL`)).toBe(count('NOT INDEXED'));
  }
  database.close();
}
