/** The child process of the migration crash test: migrates there and back without pause until it is killed. */
import { writeSync } from 'node:fs';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { alternatingModels } from './crash-model.ts';
import { type DriverName, openDriver } from './drivers.ts';

const engine = createSqliteEngine({ file: process.argv[2]!, driver: await openDriver(process.argv[3] as DriverName) });
writeSync(1, 'ready\n');
for (;;) {
  for (const model of alternatingModels) {
    await engine.migrate(await engine.plan(model), { destructive: false });
    writeSync(1, 'migrated\n');
  }
}
