import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface DynamodbLocal {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** The folder with DynamoDB Local, which Amplify's own simulator is a wrapper of. */
const folder = join(
  dirname(createRequire(import.meta.url).resolve('amplify-dynamodb-simulator/package.json')),
  'emulator',
);

/** Why DynamoDB Local cannot run here; `null` where it can. */
export function reasonToSkip(): string | null {
  // `java -version` speaks on standard error: openjdk version "17.0.15" 2025-04-15.
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (status !== 0) return 'there is no Java here';
  const version = Number(/version "(?:1\.)?(\d+)/.exec(stderr)?.[1]);
  return version >= 17 ? null : `DynamoDB Local needs Java 17, and this is ${version}`;
}

/**
 * Starts DynamoDB Local, in memory and on a free port. Every access key id has tables of its own, so tests that take
 * a new one each never meet.
 */
export async function startDynamodbLocal(): Promise<DynamodbLocal> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = launch(port);
    const endpoint = `http://127.0.0.1:${port}`;
    if (await answers(endpoint, child)) return { endpoint, close: () => stop(child) };
    // Another process may have taken the port meanwhile.
    if (attempt === 5) throw new Error('DynamoDB Local ends as soon as it is started.');
  }
}

/**
 * Runs a command until it ends or standard input does, which it does with this process, however that ends: a Java that
 * outlives an interrupted run would keep its port and its memory.
 */
const watched = `
  exec 3<&0
  "$@" </dev/null 3<&- & child=$!
  { read -r _ <&3; kill -9 "$child"; } 2>/dev/null & watch=$!
  exec 3<&-
  wait "$child"; status=$?
  kill "$watch" 2>/dev/null
  exit "$status"`;

function launch(port: number): ChildProcess {
  const machine = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.library.path=DynamoDBLocal_lib'];
  const options = ['-jar', 'DynamoDBLocal.jar', '-inMemory', '-disableTelemetry', '-port', String(port)];
  const command = ['java', ...machine, ...options];
  const child = spawn('sh', ['-c', watched, 'sh', ...command], { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
  child.once('error', () => {});
  child.stdin.once('error', () => {});
  return child;
}

/** Whether it answers, sooner or later; not when it ends before. */
async function answers(endpoint: string, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      await (await fetch(endpoint)).arrayBuffer();
      return child.exitCode === null;
    } catch {
      await delay(50);
    }
  }
  return false;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { readonly port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
