/**
 * `npm run bench:ops`: the same operations against the floors, Mercurius and Preamp, interleaved in one run, so that a
 * machine that slows down slows all of them. Prints requests per second of server CPU and of wall time as ratios to the
 * floor, and writes `results.json` and `plot.svg` beside this file.
 *
 * Options: `--seconds 2` for each measurement, `--rounds 3`, `--only list100,get`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { createFloorData } from './create-floor-data.ts';
import { mixed, type Operation, operations } from './operations.ts';
import { plotRatios } from './plot-ratios.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    connections: { type: 'string', default: '16' },
  },
});
const seconds = Number(values.seconds);

interface Contestant {
  readonly name: string;
  readonly graphql: boolean;
  readonly process: ChildProcess;
  readonly url: string;
}

const folder = mkdtempSync(join(tmpdir(), 'preamp-bench-'));
const servers = [
  { name: 'floor', script: 'floor.ts', args: [], graphql: false },
  { name: 'json floor', script: 'floor.ts', args: ['--json-bytes'], graphql: false },
  { name: 'mercurius', script: 'mercurius.ts', args: [], graphql: true },
  { name: 'preamp', script: 'preamp.ts', args: [], graphql: true },
];

const pin = process.platform === 'linux' && cpus().length > 1;

async function start({ name, script, args, graphql }: (typeof servers)[number]): Promise<Contestant> {
  const data = join(folder, `${name.replace(' ', '-')}.db`);
  if (script !== 'preamp.ts') createFloorData(data);
  const command = [process.execPath, join(import.meta.dirname, 'servers', script), '--data', data, ...args];
  const argv = pin ? ['taskset', '-c', '0', ...command] : command;
  const child = spawn(argv[0]!, argv.slice(1), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port));
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready`)));
  });
  return { name, graphql, process: child, url: `http://127.0.0.1:${port}` };
}

function cpuSeconds(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', (message: { cpu: number }) => resolve(message.cpu));
    child.send('cpu');
  });
}

let sequence = 0;

function request(server: Contestant, operation: Operation): { method: 'POST'; path: string; body: string } {
  const variables = operation.variables(sequence++);
  return server.graphql
    ? { method: 'POST', path: '/graphql', body: JSON.stringify({ query: operation.query, variables }) }
    : { method: 'POST', path: `/${operation.name}`, body: JSON.stringify(variables) };
}

interface Measure {
  perCpuSecond: number;
  perSecond: number;
  p99: number;
}

/**
 * Keeps this process from sleeping until the returned function is called. Waking a sleeper counts as the writer's work,
 * and only slow servers would be charged with it: for fast ones the load generator never sleeps.
 */
function stayAwake(): () => void {
  let awake = true;
  const turn = (): void => {
    if (awake) setImmediate(turn);
  };
  turn();
  return () => {
    awake = false;
  };
}

async function measure(server: Contestant, pick: (n: number) => Operation, duration: number): Promise<Measure> {
  const before = await cpuSeconds(server.process);
  const sleep = stayAwake();
  const result = await autocannon({
    url: server.url,
    connections: Number(values.connections),
    duration,
    headers: { 'content-type': 'application/json', 'x-api-key': 'da2-bench' },
    requests: Array.from({ length: 500 }, (_, n) => ({
      setupRequest: (base) => ({ ...base, ...request(server, pick(n)) }),
    })),
  });
  sleep();
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${server.name}: ${result.non2xx} refused and ${result.errors} failed requests`);
  }
  const used = (await cpuSeconds(server.process)) - before;
  const answered = result.requests.total;
  return { perCpuSecond: answered / used, perSecond: answered / result.duration, p99: result.latency.p99 };
}

/** Every server must answer, and with the floor's data: page tokens and the form of numbers apart. */
async function check(server: Contestant, expected: Map<string, string>): Promise<void> {
  for (const operation of operations) {
    sequence = 7;
    const { path, body } = request(server, operation);
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'da2-bench' },
      body,
    });
    const answer = (await response.json()) as { data?: Record<string, unknown>; errors?: { message: string }[] };
    const value = answer.data && Object.values(answer.data)[0];
    if (!value)
      throw new Error(`${server.name} answers ${operation.name} with ${JSON.stringify(answer).slice(0, 300)}`);
    if (operation.name === 'create' || operation.name === 'update') continue;
    const data = JSON.stringify(value, (key, member) => (key === 'nextToken' ? undefined : member));
    if ((expected.get(operation.name) ?? data) !== data) {
      throw new Error(`${server.name} answers ${operation.name} with other data than the floor.`);
    }
    expected.set(operation.name, data);
  }
}

const contestants: Contestant[] = [];
try {
  for (const server of servers) contestants.push(await start(server));
  if (pin) spawn('taskset', ['-cp', '1', String(process.pid)], { stdio: 'ignore' });
  const expected = new Map<string, string>();
  for (const contestant of contestants) await check(contestant, expected);

  const rows: { name: string; pick: (n: number) => Operation }[] = operations.map((operation) => ({
    name: operation.name,
    pick: () => operation,
  }));
  rows.push({ name: mixed.name, pick: (n) => (n % (mixed.readShare + 1) === 0 ? mixed.writes : mixed.reads) });
  const wanted = values.only?.split(',');
  const results: Record<string, Record<string, Measure>> = {};
  for (const { name, pick } of rows.filter((row) => !wanted || wanted.includes(row.name))) {
    const best: Record<string, Measure[]> = {};
    for (const server of contestants) await measure(server, pick, 1);
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const server of contestants) {
        best[server.name] ??= [];
        best[server.name]!.push(await measure(server, pick, seconds));
      }
    }
    results[name] = Object.fromEntries(
      Object.entries(best).map(([server, measures]) => {
        const middle = (of: (measure: Measure) => number) =>
          measures.map(of).sort((a, b) => a - b)[measures.length >> 1]!;
        return [
          server,
          {
            perCpuSecond: middle((measure) => measure.perCpuSecond),
            perSecond: middle((measure) => measure.perSecond),
            p99: middle((measure) => measure.p99),
          },
        ];
      }),
    );
    const floor = results[name]!.floor!;
    const cells = servers.map((server) =>
      (results[name]![server.name]!.perCpuSecond / floor.perCpuSecond).toFixed(2).padStart(11),
    );
    const rates = servers.map((server) =>
      (results[name]![server.name]!.perSecond / floor.perSecond).toFixed(2).padStart(6),
    );
    if (name === operations[0]!.name || wanted) {
      console.log(
        `${'per CPU second'.padEnd(14)}${servers.map((server) => server.name.padStart(11)).join('')}   per second, same order`,
      );
    }
    console.log(
      `${name.padEnd(14)}${cells.join('')}   ${rates.join('')}   (floor ${Math.round(floor.perCpuSecond)}/CPU s, ${Math.round(floor.perSecond)}/s)`,
    );
  }
  writeFileSync(
    join(import.meta.dirname, 'results.json'),
    `${JSON.stringify({ node: process.version, cores: cpus().length, rounds: values.rounds, seconds, results }, null, 2)}\n`,
  );
  if (!wanted) writeFileSync(join(import.meta.dirname, 'plot.svg'), plotRatios(results));
} finally {
  for (const contestant of contestants) contestant.process.kill();
  rmSync(folder, { recursive: true, force: true });
}
