/** The child process of the archive's crash test: numbers its writes until it is killed. Arguments: folder, driver. */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listGenerations } from '../../src/storage/sqlite/archive/archive-files.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { crashModel } from './crash-model.ts';
import { type DriverName, openDriver } from './drivers.ts';

const [folder, driver] = process.argv.slice(2) as [string, DriverName];
const archive = join(folder, 'archive');
const generations = listGenerations(archive).length;
const engine = createSqliteEngine({
  file: join(folder, 'main.db'),
  driver: await openDriver(driver),
  archive: {
    folder: archive,
    clock: Date.now,
    onError: (error) => {
      throw error;
    },
  },
});
const store = engine.open(crashModel);
const { items } = await store.scan({ model: 'Entry', filter: null, after: null, limit: 1_000_000 });
// A generation counts once its copy is complete.
while (listGenerations(archive).length === generations) await delay(5);
writeSync(1, 'ready\n');
// Large: parts are shipped every twenty writes, so kills meet them.
const padding = 'x'.repeat(200_000);
for (let n = items.length; ; n++) {
  const item = { id: String(n).padStart(8, '0'), account: padding, version: n };
  await store.write([{ kind: 'put', model: 'Entry', item }]);
  writeSync(1, `done ${n}\n`);
}
