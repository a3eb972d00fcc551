import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createFolder, runPreamp } from './preamp-process.ts';

describe('the command line', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runPreamp(createFolder(), '--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('prints help with examples', async () => {
    const { code, out } = await runPreamp(createFolder(), '--help');
    expect(code).toBe(0);
    for (const text of [
      'sandbox',
      'start',
      'compile',
      'generate',
      'auth',
      'migrate',
      'backup',
      'restore',
      'export',
      'import',
      'seed',
      'deploy',
      'synth',
      'encryption',
      'users',
      'keys',
      'secret',
      'preamp sandbox -- npm run dev',
    ]) {
      expect(out).toContain(text);
    }
  });

  it.each([
    [['sandbx'], "✖ unknown command 'sandbx'\n(Did you mean sandbox?)"],
    [['compile', '--jsn', 'x'], "✖ unknown option '--jsn'\n(Did you mean --json?)"],
    [['compile'], "✖ missing required argument 'files'"],
    [
      ['start', '--port', '70000'],
      "✖ option '--port <number>' argument '70000' is invalid. It must be a number from 0 to 65535.",
    ],
    [
      ['compile', '--format', 'xml', 'x'],
      "✖ option '--format <format>' argument 'xml' is invalid. Allowed choices are sdl, json, ir.",
    ],
  ])('answers %j with 2 and what is wrong', async (args, message) => {
    const { code, out, err } = await runPreamp(createFolder(), ...args);
    expect({ code, out, first: err.slice(0, message.length) }).toEqual({ code: 2, out: '', first: message });
  });

  it('lists every command on its reference page', async () => {
    const page = readFileSync(new URL('../../docs/reference/cli.md', import.meta.url), 'utf8');
    const { out } = await runPreamp(createFolder(), '--help');
    const commands = [...out.matchAll(/^ {2}([a-z]+) (?=.*[a-z])/gm)]
      .map((match) => match[1]!)
      .filter((name) => name !== 'preamp');
    expect(commands).toEqual([
      'sandbox',
      'start',
      'compile',
      'generate',
      'auth',
      'migrate',
      'backup',
      'restore',
      'export',
      'import',
      'seed',
      'deploy',
      'synth',
      'encryption',
      'users',
      'keys',
      'secret',
    ]);
    for (const command of commands) expect(page).toMatch(new RegExp(`\\| \`${command} ?`));
  });

  it('says where it looked for a data model', async () => {
    const { code, err } = await runPreamp(createFolder(), 'start');
    expect(code).toBe(1);
    expect(err).toMatch(/^✖ There is no data model in .*\n {2}Looked for amplify\/backend\.ts/);
  });

  it('refuses a wrong configuration with a suggestion', async () => {
    const folder = createFolder({
      'preamp.config.json': '{"port":"x","dataDirr":"x"}',
      'schema.graphql': 'type A @model { id: ID! }',
    });
    const { code, err } = await runPreamp(folder, 'start');
    expect(code).toBe(1);
    expect(err).toContain("  port: must be a number\n  dataDirr: unknown setting. Did you mean 'dataDir'?\n");
  });

  // The machine's own Node may be older than what Preamp needs; it must still get a sentence.
  const systemNode = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path));
  const systemVersion = systemNode === undefined ? '99' : execFileSync(systemNode, ['--version'], { encoding: 'utf8' });
  const isOld = Number(/\d+/.exec(systemVersion)![0]) < 22;

  it.skipIf(!isOld)('asks for a newer Node in one line', () => {
    const bin = new URL('../../bin/preamp.js', import.meta.url).pathname;
    const run = () => execFileSync(systemNode!, [bin, '--version'], { encoding: 'utf8', stdio: 'pipe' });
    expect(run).toThrow(
      /^Command failed.*\npreamp needs Node 22 or newer; this is Node [\d.]+\. Install a newer Node and try again\.\n$/,
    );
  });
});
