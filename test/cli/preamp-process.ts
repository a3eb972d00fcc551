import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const bin = resolve(import.meta.dirname, '../../bin/preamp.js');

/** A folder with these files, removed after the test. */
export function createFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'preamp-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A `preamp` of its own, from source, without colours. */
export interface PreampProcess {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  out(): string;
  err(): string;
  readonly finished: Promise<Finished>;
  /** Waits until the output matches, and gives the match. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

export function spawnPreamp(folder: string, ...args: readonly string[]): PreampProcess {
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...env } = process.env;
  // What a process leaves that is killed goes with the test.
  const TMPDIR = createFolder();
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env: { ...env, TMPDIR, NO_COLOR: '1' } });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  const heard = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
    heard();
  });
  const finished = new Promise<Finished>((done) => {
    child.once('close', (code) => {
      done({ code, out, err });
      heard();
    });
  });
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return finished;
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await stop('SIGKILL');
  });
  const until = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((found, fail) => {
      const look = () => {
        const match = pattern.exec(out + err);
        if (match !== null) found(match);
        else if (child.exitCode !== null) fail(new Error(`It ended without ${pattern}:\n${out}${err}`));
        else return;
        listeners.delete(look);
      };
      listeners.add(look);
      look();
    });
  return { child, out: () => out, err: () => err, finished, until, stop };
}

/** Runs a command to its end. */
export function runPreamp(folder: string, ...args: readonly string[]): Promise<Finished> {
  return spawnPreamp(folder, ...args).finished;
}

export interface Ready {
  readonly event: 'ready';
  readonly url: string;
  readonly realtimeUrl: string;
  readonly region: string;
  readonly apiKey: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
}

/** `preamp start --json`, when it is ready. */
export async function startPreamp(folder: string, ...args: readonly string[]) {
  const preamp = spawnPreamp(folder, 'start', '--port', '0', '--json', ...args);
  const [line] = await preamp.until(/^\{"event":"ready".*\}$/m);
  return { ...preamp, ready: JSON.parse(line) as Ready };
}

/** Sends a document with an API key and gives the response's JSON. */
export async function request(url: string, apiKey: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
