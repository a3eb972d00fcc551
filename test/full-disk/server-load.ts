/** Fills the small disk under `preamp start`; prints what a client saw as one line of JSON. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const disk = process.argv[2]!;
const bin = resolve(import.meta.dirname, '../../bin/preamp.js');
const filler = join(disk, 'filler');
writeFileSync(
  join(disk, 'schema.graphql'),
  'type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String }',
);

interface Ready {
  readonly url: string;
  readonly apiKey: string;
}

async function start() {
  const child = spawn(process.execPath, [bin, 'start', '--port', '0', '--json'], { cwd: disk });
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  for await (const text of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    out += text;
    if (out.endsWith('\n')) break;
  }
  child.stdout.resume();
  const { url, apiKey } = JSON.parse(out) as Ready;
  const ask = async (query: string, variables = {}) => {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(url, { method: 'POST', headers: { 'x-api-key': apiKey }, body });
    return (await response.json()) as { data: Record<string, unknown> | null; errors?: readonly unknown[] };
  };
  const stop = async () => {
    child.kill();
    await once(child, 'close');
    return err;
  };
  return { ask, stop };
}

const createPost = 'mutation ($id: ID!, $title: String) { createPost(input: { id: $id, title: $title }) { id } }';
const listPosts = '{ listPosts(limit: 10000) { items { id } } }';
const acknowledged: string[] = [];
const title = 'x'.repeat(50_000);
const server = await start();

async function create(): Promise<readonly unknown[] | undefined> {
  const id = `p${acknowledged.length}`;
  const { errors } = await server.ask(createPost, { id, title });
  if (errors === undefined) acknowledged.push(id);
  return errors;
}

/** How many of the acknowledged are missing, from a list of all. */
async function missing(): Promise<number> {
  const { data } = await server.ask(listPosts);
  const { items } = data!.listPosts as { items: readonly { id: string }[] };
  const found = new Set(items.map(({ id }) => id));
  return acknowledged.filter((id) => !found.has(id)).length;
}

for (let n = 0; n < 10; n++) await create();
for (let size = 1_048_576, n = 0; size >= 4096; n++) {
  try {
    writeFileSync(`${filler}${n}`, Buffer.alloc(size));
  } catch {
    size /= 2;
  }
}
let errors: readonly unknown[] | undefined;
for (let n = 0; n < 1000 && errors === undefined; n++) errors = await create();
const full = { errors, missing: await missing() };
rmSync(`${filler}0`);
const freed = { errors: await create(), missing: await missing() };
const log = await server.stop();
console.log(JSON.stringify({ full, freed, logged: /storage-full|disk is full/.test(log) }));
