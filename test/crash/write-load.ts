/**
 * The child process of the crash test: writes without pause until it is killed, and reports on standard output what it
 * is about to write and what has been acknowledged. Arguments: database file, number of the round, and the name of the
 * driver.
 */
import { writeSync } from 'node:fs';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { WriteOperation } from '../../src/storage/storage-engine.ts';
import { crashModel } from './crash-model.ts';
import { type DriverName, openDriver } from './drivers.ts';

const [file, round, driver] = process.argv.slice(2) as [string, string, DriverName];
const engine = createSqliteEngine({ file, driver: await openDriver(driver) });
await engine.migrate(await engine.plan(crashModel), { destructive: false });
const store = engine.open(crashModel);

/** One line, written at once: a killed process flushes nothing. */
function report(line: string): void {
  writeSync(1, `${line}\n`);
}

/** Each writer owns an account and moves it through versions: create, updates, a pair of entries each time, delete. */
async function writer(name: string): Promise<never> {
  for (let life = 0; ; life++) {
    const id = `${round}-${name}-${life}`;
    const lastVersion = 3 + (life % 5);
    for (let version = 1; version <= lastVersion; version++) {
      const account: WriteOperation =
        version === 1
          ? { kind: 'create', model: 'Account', item: { id, version, group: `g${version % 3}` }, checks: [] }
          : {
              kind: 'update',
              model: 'Account',
              key: { id },
              set: { version, group: `g${version % 3}`, padding: 'x'.repeat((version * 701) % 3000) },
              remove: [],
              checks: [{ op: 'eq', field: 'version', value: version - 1 }],
            };
      const entries = ['debit', 'credit'].map(
        (side): WriteOperation => ({
          kind: 'create',
          model: 'Entry',
          item: { id: `${id}-${version}-${side}`, account: id, version },
          checks: [],
        }),
      );
      report(`try ${id} ${version}`);
      const results = await store.write([account, ...entries]);
      if (results.some((result) => result.status !== 'written'))
        throw new Error(`Rejected: ${JSON.stringify(results)}`);
      report(`done ${id} ${version}`);
    }
    if (life % 3 !== 0) continue;
    report(`try ${id} 0`);
    await store.write([{ kind: 'delete', model: 'Account', key: { id }, checks: [] }]);
    report(`done ${id} 0`);
  }
}

report('ready');
const writers = Array.from({ length: 16 }, (_, i) => writer(`w${i}`));
if (Number(round) % 3 === 2) void engine.backup?.(`${file}.backup`);
await Promise.all(writers);
