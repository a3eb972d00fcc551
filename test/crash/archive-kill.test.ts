import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { restoreArchive } from '../../src/storage/sqlite/archive/restore-archive.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { crashModel } from './crash-model.ts';
import { driverNames, openDriver } from './drivers.ts';
import { killWhileWorking } from './kill-while-working.ts';

const rounds = Math.max(3, Number(process.env.PREAMP_CRASH_ROUNDS ?? 5) / 25);

test.each(driverNames)(
  'an archive holds what its database held, up to some moment before each kill: %s',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'preamp-archive-crash-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const driver = await openDriver(name);
    // The tables are there before the archive begins: a kill before its first part has been shipped leaves the first copy.
    const prepared = createSqliteEngine({ file: join(folder, 'main.db'), driver });
    await prepared.migrate(await prepared.plan(crashModel), { destructive: false });
    await prepared.close();
    let acknowledged = -1;
    for (let round = 0; round < rounds; round++) {
      const before = acknowledged;
      const output = await killWhileWorking('archive-load.ts', [folder, name]);
      for (const [, n] of output.matchAll(/^done (\d+)\n/gm)) acknowledged = Number(n);
      const file = join(folder, `restored-${round}.db`);
      restoreArchive(join(folder, 'archive'), file, null);
      const engine = createSqliteEngine({ file, driver });
      const request = { model: 'Entry', filter: null, after: null, limit: 1_000_000 };
      const { items } = await engine.open(crashModel).scan(request);
      await engine.close();
      // Everything up to some write, without a gap; at least what was there when this round began.
      expect(items.map(({ version }) => version)).toEqual(items.map((_, n) => n));
      expect(items.length).toBeGreaterThan(before);
      const database = driver.open(file);
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      database.close();
    }
    expect(acknowledged).toBeGreaterThan(rounds);
  },
);
