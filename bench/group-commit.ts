/**
 * Durable creates per second on the embedded engine, at 1, 32 and 256 concurrent writers, against one commit for each
 * write, in the same run and on the same disk. Usage: node bench/group-commit.ts [seconds per measurement, 2]
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteEngine } from '../src/storage/sqlite/sqlite-engine.ts';
import type { Store } from '../src/storage/storage-engine.ts';
import { dataModel, model } from '../src/testing/contract/contract-model.ts';

const seconds = Number(process.argv[2] ?? 2);
const rounds = 3;
const data = dataModel([
  model('Todo', ['id'], {
    fields: { id: 'ID!', title: 'String', done: 'Boolean', owner: 'String', createdAt: 'AWSDateTime' },
    indexes: { byOwner: ['owner', 'createdAt'] },
  }),
]);

function create(store: Store): Promise<unknown> {
  const item = { id: randomUUID(), title: 'A title of some length', done: false, owner: 'someone', createdAt: 'now' };
  return store.write([{ kind: 'create', model: 'Todo', item, checks: [] }]);
}

/** Creates per second of so many writers, each of which waits for its own commit. */
async function measure(store: Store, writers: number, shared: boolean): Promise<number> {
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();
  const end = performance.now() + seconds * 1000;
  const writer = async () => {
    while (performance.now() < end) {
      if (shared) await create(store);
      else {
        // One write at a time: no two can be in one commit.
        last = last.then(() => create(store));
        await last;
      }
      count += 1;
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: writers }, writer));
  return count / ((performance.now() - start) / 1000);
}

const folder = mkdtempSync(join(process.env.BENCH_DIRECTORY ?? tmpdir(), 'preamp-bench-'));
try {
  const engine = createSqliteEngine({ file: join(folder, 'main.db') });
  await engine.migrate(await engine.plan(data), { destructive: false });
  const store = engine.open(data);
  await measure(store, 32, true);
  console.log('writers  group commit/s  one commit each/s  ratio (median of rounds)');
  for (const writers of [1, 32, 256]) {
    const results: [number, number][] = [];
    for (let round = 0; round < rounds; round++) {
      results.push([await measure(store, writers, true), await measure(store, writers, false)]);
    }
    results.sort((a, b) => a[0] / a[1] - b[0] / b[1]);
    const [grouped, single] = results[rounds >> 1]!;
    const columns = [writers, Math.round(grouped), Math.round(single), (grouped / single).toFixed(2)];
    console.log(columns.map((value, i) => String(value).padStart([7, 15, 18, 6][i]!)).join(' '));
  }
  await engine.close();
} finally {
  rmSync(folder, { recursive: true });
}
