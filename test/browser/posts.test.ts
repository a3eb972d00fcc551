import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

if (executablePath === undefined) console.warn('No Chromium on this machine: the tests in a browser are skipped.');

/** The example as its users run it, but for its data, which are in memory. */
describe.skipIf(executablePath === undefined)('the posts example', () => {
  let sandbox: ChildProcess;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    const vite = join(repository, 'node_modules/vite/bin/vite.js');
    const args = ['sandbox', '--data', ':memory:', '--port', '0', '--', process.execPath, vite, '--port', '0'];
    sandbox = spawn(process.execPath, [join(repository, 'bin/preamp.js'), ...args], {
      cwd: join(repository, 'examples/posts'),
      env: { ...process.env, NO_COLOR: '1' },
    });
    address = await new Promise((found, fail) => {
      let output = '';
      const hear = (text: Buffer) => {
        output += text;
        const match = /Local: +(http:\S+)/.exec(output);
        if (match !== null) found(match[1]!);
      };
      sandbox.stdout!.on('data', hear);
      sandbox.stderr!.on('data', hear);
      sandbox.once('exit', () => fail(new Error(output)));
    });
    browser = await chromium.launch({ executablePath: executablePath!, args: flags });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    const gone = new Promise((done) => sandbox.once('exit', done));
    sandbox.kill('SIGINT');
    await gone;
  });

  const captions = (page: Page) => page.getByRole('heading', { level: 2 }).allTextContents();
  const shows = (page: Page, expected: readonly string[]) =>
    expect.poll(() => captions(page), { timeout: 20_000 }).toEqual(expected);

  async function open(): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(address);
    return page;
  }

  async function post(page: Page, caption: string): Promise<void> {
    await page.getByLabel('Caption').fill(caption);
    await page.getByRole('button', { name: 'Post' }).click();
  }

  it('lists, creates, edits and deletes, and each tab sees what the other does', async () => {
    const first = await open();
    await first.getByText('No posts yet').waitFor();
    const second = await open();
    await second.getByText('No posts yet').waitFor();
    await post(first, 'one');
    await shows(first, ['one']);
    await shows(second, ['one']);
    await post(second, 'two');
    await shows(second, ['two', 'one']);
    await shows(first, ['two', 'one']);

    const card = first.locator('.post', { hasText: 'one' });
    await card.getByRole('button', { name: 'Edit' }).click();
    await first.getByLabel('New caption').fill('one and a half');
    await first.getByRole('button', { name: 'Save' }).click();
    await shows(first, ['two', 'one and a half']);
    await shows(second, ['two', 'one and a half']);

    await second.locator('.post', { hasText: 'two' }).getByRole('button', { name: 'Delete' }).click();
    await shows(second, ['one and a half']);
    await shows(first, ['one and a half']);

    await first.reload();
    await shows(first, ['one and a half']);
  });
});
