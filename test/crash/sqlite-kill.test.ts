import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { Store } from '../../src/storage/storage-engine.ts';
import { crashModel } from './crash-model.ts';

const rounds = Number(process.env.PREAMP_CRASH_ROUNDS ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'preamp-crash-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Last version of an account that was tried, and that was acknowledged (0 before the first). */
interface Account {
  tried: number;
  done: number;
  /** The version before its deletion, which is tried and acknowledged as version 0. */
  highest: number;
}

test(`no acknowledged write is lost and none is half applied, in ${rounds} kills`, async () => {
  const file = join(folder, 'main.db');
  const all = new Map<string, Account>();
  let acknowledged = 0;
  for (let round = 0; round < rounds; round++) {
    const accounts = new Map<string, Account>();
    const output = await runAndKill(file, round);
    for (const [, word, id, text] of output.matchAll(/^(try|done) (\S+) (\d+)\n/gm)) {
      const version = Number(text);
      const account = accounts.get(id!) ?? { tried: 0, done: 0, highest: 0 };
      accounts.set(id!, account);
      if (word === 'try') account.tried = version;
      else account.done = version;
      account.highest = Math.max(account.highest, account.done);
      if (word === 'done') acknowledged += 1;
    }
    await verify(file, accounts);
    for (const [id, account] of accounts) all.set(id, account);
  }
  await verify(file, all);
  expect(acknowledged).toBeGreaterThan(rounds * 10);
});

/** Starts a writer on the file and kills it at a random moment of its work. */
async function runAndKill(file: string, round: number): Promise<string> {
  const script = join(import.meta.dirname, 'write-load.ts');
  const child = spawn(process.execPath, [script, file, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  while (!output.includes('ready\n')) {
    if (child.exitCode !== null) throw new Error('The writer ended by itself.');
    await delay(2);
  }
  await delay(20 + Math.random() * 300);
  child.kill('SIGKILL');
  await closed;
  expect(child.signalCode).toBe('SIGKILL');
  return output;
}

async function verify(file: string, accounts: ReadonlyMap<string, Account>): Promise<void> {
  const engine = createSqliteEngine({ file });
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
  checkDatabase(file);
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
function checkDatabase(file: string): void {
  const database = new Database(file, { readonly: true });
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
