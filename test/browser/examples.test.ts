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

const vite = join(repository, 'node_modules/vite/bin/vite.js');

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  /** All that was printed so far. */
  readonly output: () => string;
}

/** Starts a command of an example, and waits until its pages are served. */
function startIn(example: string, ...args: string[]): Promise<Started> {
  const child = spawn(process.execPath, args, {
    cwd: join(repository, 'examples', example),
    env: { ...process.env, NO_COLOR: '1' },
  });
  return new Promise((found, fail) => {
    let output = '';
    const hear = (text: Buffer) => {
      output += text;
      const match = /Local: +(http:\S+)/.exec(output);
      if (match !== null) found({ child, address: match[1]!, output: () => output });
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', () => fail(new Error(output)));
  });
}

async function stop({ child }: Started): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGINT');
  await gone;
}

/** The examples as their users run them, but for the data, which are in memory. Both use the backend of `posts`. */
describe.skipIf(executablePath === undefined)('the examples', () => {
  let posts: Started;
  let myPosts: Started;
  let browser: Browser;

  beforeAll(async () => {
    const sandbox = [join(repository, 'bin/preamp.js'), 'sandbox', '--data', ':memory:', '--port', '0'];
    posts = await startIn('posts', ...sandbox, '--', process.execPath, vite, '--port', '0');
    myPosts = await startIn('my-posts', vite, '--port', '0');
    browser = await chromium.launch({ executablePath: executablePath!, args: flags });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (myPosts !== undefined) await stop(myPosts);
    if (posts !== undefined) await stop(posts);
  });

  const captions = (page: Page) => page.getByRole('heading', { level: 2 }).allTextContents();
  const shows = (page: Page, expected: readonly string[]) =>
    expect.poll(() => captions(page), { timeout: 20_000 }).toEqual(expected);

  async function open({ address }: Started): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(address);
    return page;
  }

  async function post(page: Page, caption: string): Promise<void> {
    await page.getByLabel('Caption').fill(caption);
    await page.getByRole('button', { name: 'Post' }).click();
  }

  it('posts: lists, creates, edits and deletes, and each tab sees what the other does', async () => {
    const first = await open(posts);
    await first.getByText('No posts yet').waitFor();
    const second = await open(posts);
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

  it('my-posts: signs up and in, and each tab shows what the same user does, and nothing of others', async () => {
    const signIn = async (page: Page, email: string, button: 'Sign in' | 'Sign up') => {
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill('Passw0rd!');
      await page.getByRole('button', { name: button }).click();
      if (button === 'Sign in') return;
      await page.getByLabel('Code').waitFor();
      const codes = posts.output().match(/\b\d{6}\b/g);
      await page.getByLabel('Code').fill(codes!.at(-1)!);
      await page.getByRole('button', { name: 'Confirm' }).click();
    };
    const first = await open(myPosts);
    await signIn(first, 'ann@example.com', 'Sign up');
    await first.getByText('You have no posts yet').waitFor();
    const second = await open(myPosts);
    await signIn(second, 'ann@example.com', 'Sign in');
    await second.getByText('You have no posts yet').waitFor();
    const other = await open(myPosts);
    await signIn(other, 'bob@example.com', 'Sign up');
    await other.getByText('You have no posts yet').waitFor();

    await post(first, 'hers');
    await shows(first, ['hers']);
    await shows(second, ['hers']);
    await post(other, 'his');
    await shows(other, ['his']);
    await post(second, 'hers too');
    await shows(first, ['hers too', 'hers']);
    await first.locator('.post').last().getByRole('button', { name: 'Delete' }).click();
    await shows(first, ['hers too']);
    await shows(second, ['hers too']);
    await shows(other, ['his']);
  });
});
