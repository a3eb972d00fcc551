/**
 * What `preamp/testing` takes: a backend, a snapshot, and going back to it after ten writes, with 0, 1,000 and 100,000
 * items stored, beside seeding a backend anew in the same run. Medians in milliseconds.
 *
 * Usage: node bench/testing.ts [rounds, 9]
 */
import { createTestBackend, type TestBackend } from '../src/testing/index.ts';

const rounds = Number(process.argv[2] ?? 9);
const sdl = `type Todo @model @auth(rules: [{ allow: owner }]) {
  id: ID! title: String list: ID @index(name: "byList", sortKeyFields: ["title"]) done: Boolean
}`;

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

async function seeded(count: number): Promise<TestBackend> {
  const backend = await createTestBackend({ sdl });
  const Todo = Array.from({ length: count }, (_, i) => ({
    id: `t${i}`,
    title: `Title ${i}`,
    list: `l${i % 50}`,
    done: i % 3 === 0,
    owner: 'sub-ann::ann',
  }));
  await backend.put({ Todo });
  return backend;
}

async function writeTen(backend: TestBackend): Promise<void> {
  const ann = backend.as('ann');
  for (let n = 0; n < 10; n++) {
    await ann.graphql('mutation ($title: String) { createTodo(input: { title: $title, list: "l1" }) { id } }', {
      title: `new ${n}`,
    });
  }
}

console.log('   items  seed anew  snapshot  restore  restore : seed');
for (const count of [0, 1_000, 100_000]) {
  const times = { seed: [] as number[], snapshot: [] as number[], restore: [] as number[] };
  const anew = count > 10_000 ? 3 : rounds;
  for (let round = 0; round < anew; round++) {
    let made: TestBackend | null = null;
    times.seed.push(
      await milliseconds(async () => {
        made = await seeded(count);
      }),
    );
    await made!.close();
  }
  const backend = await seeded(count);
  for (let round = 0; round < rounds; round++) {
    let moment = await backend.snapshot();
    times.snapshot.push(
      await milliseconds(async () => {
        moment = await backend.snapshot();
      }),
    );
    await writeTen(backend);
    times.restore.push(await milliseconds(() => backend.restore(moment)));
  }
  await backend.close();
  const [seed, snapshot, restore] = [median(times.seed), median(times.snapshot), median(times.restore)];
  const columns = [count, seed.toFixed(1), snapshot.toFixed(3), restore.toFixed(2), (restore / seed).toFixed(4)];
  console.log(columns.map((value, i) => String(value).padStart([8, 10, 9, 8, 15][i]!)).join(' '));
}
