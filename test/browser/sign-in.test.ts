import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signInJourney } from '../journey/sign-in-journey.ts';
import { type Steps, steps } from '../journey/steps.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

if (executablePath === undefined) console.warn('No Chromium on this machine: the tests in a browser are skipped.');

describe.skipIf(executablePath === undefined)('in Chromium', () => {
  it('a user of an app signs up, signs in, works and signs out', async () => {
    const address = await servePage();
    const browser = await chromium.launch({ executablePath: executablePath!, args });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(address);
    await signInJourney(remoteSteps(page));
    expect(problems).toEqual([]);
  });
});

/** A page of an app that has the steps as `window.steps`. */
async function servePage(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { steps } from './steps.ts'; window.steps = steps;",
      resolveDir: resolve(import.meta.dirname, '../journey'),
    },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    logLevel: 'silent',
  });
  const script = outputFiles[0]!.text;
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><title>Diary</title><script src="/app.js"></script>');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  // Another origin than the backend's: every request has to pass the browser's checks.
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

type AnyStep = (...values: readonly unknown[]) => Promise<unknown>;

function remoteSteps(page: Page): Steps {
  const run = (name: string, values: readonly unknown[]) =>
    page.evaluate(
      async ([step, given]) => {
        const all = (globalThis as unknown as { readonly steps: Readonly<Record<string, AnyStep>> }).steps;
        return all[step]!(...given);
      },
      [name, values] as const,
    );
  const entries = Object.keys(steps).map((name): [string, AnyStep] => [name, (...values) => run(name, values)]);
  return Object.fromEntries(entries) as unknown as Steps;
}
