/**
 * Start-up and idle memory of an installed sandbox, beside the least a server of SQLite rows can take: bare `node:http`
 * and better-sqlite3. Both start from nothing in turn; the time is that from spawning the process to its first answer.
 * Only the ratio means something: the machine's speed drifts.
 *
 * Usage: npm run build && node bench/startup.ts [rounds]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { installPackage } from '../scripts/install-package.ts';

const rounds = Number(process.argv[2] ?? 7);
const idleMs = 1_500;
const goalMs = 800;

const floor = `
  import { createServer } from 'node:http';
  import Database from 'better-sqlite3';
  const database = new Database(process.argv[2]);
  database.pragma('journal_mode = WAL');
  database.exec('CREATE TABLE IF NOT EXISTS posts (id TEXT PRIMARY KEY, caption TEXT)');
  const list = database.prepare('SELECT id, caption FROM posts LIMIT 100');
  const server = createServer((_, response) => response.end(JSON.stringify({ items: list.all() })));
  server.listen(0, '127.0.0.1', () => console.log('GraphQL http://127.0.0.1:' + server.address().port + '/'));
`;

interface Measurement {
  readonly startMs: number;
  readonly idleMiB: number;
}

async function measure(folder: string, args: readonly string[], body: string): Promise<Measurement> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await printed(child, /GraphQL +(\S+)/);
  const key = args.includes('sandbox') ? await printed(child, /API key +(\S+)/) : '';
  const answer = await fetch(url, { method: 'POST', headers: { 'x-api-key': key }, body });
  const text = await answer.text();
  const startMs = performance.now() - start;
  if (!answer.ok || !text.includes('items')) throw new Error(`Unexpected answer: ${text}`);
  await wait(idleMs);
  const kibibytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }));
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
  return { startMs, idleMiB: kibibytes / 1024 };
}

const outputs = new WeakMap<ChildProcess, { text: string }>();

/** The first group of a pattern in what a process prints. */
function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  const output = outputs.get(child) ?? { text: '' };
  if (!outputs.has(child)) {
    outputs.set(child, output);
    child.stdout!.on('data', (chunk) => {
      output.text += chunk;
    });
  }
  return new Promise((found, fail) => {
    const look = () => {
      const match = pattern.exec(output.text);
      if (match !== null) found(match[1]!);
    };
    look();
    child.stdout!.on('data', look);
    child.once('exit', () => fail(new Error(`It ended: ${output.text}`)));
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const folder = mkdtempSync(join(tmpdir(), 'preamp-startup-'));
try {
  const installed = installPackage(folder);
  const modules = resolve(import.meta.dirname, '../node_modules');
  cpSync(resolve(import.meta.dirname, '../examples/posts/amplify'), join(folder, 'amplify'), { recursive: true });
  writeFileSync(join(folder, 'floor.mjs'), floor);
  rmSync(join(folder, 'node_modules/better-sqlite3'), { force: true });
  symlinkSync(join(modules, 'better-sqlite3'), join(folder, 'node_modules/better-sqlite3'));

  const sandbox = [join(installed, 'bin/preamp.js'), 'sandbox', '--port', '0'];
  const query = JSON.stringify({ query: '{ listPosts { items { id caption } } }' });
  const first = await measure(folder, sandbox, query);
  const ours: Measurement[] = [];
  const theirs: Measurement[] = [];
  for (let round = 0; round < rounds; round++) {
    theirs.push(await measure(folder, ['floor.mjs', 'floor.sqlite'], ''));
    ours.push(await measure(folder, sandbox, query));
  }
  const rows = (['startMs', 'idleMiB'] as const).map((what) => {
    const own = median(ours.map((each) => each[what]));
    const least = median(theirs.map((each) => each[what]));
    return { what, sandbox: Math.round(own), floor: Math.round(least), ratio: Number((own / least).toFixed(2)) };
  });
  console.table(rows);
  console.log(
    `first start in an empty folder: ${Math.round(first.startMs)} ms; goal of every other: under ${goalMs} ms`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
