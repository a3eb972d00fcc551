import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder, type Finished, request, runPreamp, spawnPreamp } from './preamp-process.ts';

/** Pipes a value to a command. */
function pipe(folder: string, value: string, ...args: readonly string[]): Promise<Finished> {
  const preamp = spawnPreamp(folder, ...args);
  preamp.child.stdin!.end(value);
  return preamp.finished;
}

describe('preamp secret', { timeout: 60_000 }, () => {
  it('keeps values for their owner only, and lists names only', async () => {
    const folder = createFolder();
    expect(await runPreamp(folder, 'secret', 'list')).toEqual({
      code: 0,
      out: '',
      err: 'No secrets found. To create a secret use preamp secret set <secret-name>.\n',
    });
    expect(await pipe(folder, 'k-1\n', 'secret', 'set', 'MAIL_KEY')).toEqual({
      code: 0,
      out: 'Successfully created version 1 of secret MAIL_KEY\n',
      err: '',
    });
    await pipe(folder, 'k-2', 'sandbox', 'secret', 'set', 'MAIL_KEY');
    await pipe(folder, 'two\nlines\n', 'secret', 'set', 'a.b-c');
    const file = join(folder, '.preamp', 'secrets.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await runPreamp(folder, 'secret', 'list')).out).toBe(' - MAIL_KEY\n - a.b-c\n');
    const listed = await runPreamp(folder, 'sandbox', 'secret', 'list', '--json');
    const lastUpdated = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(JSON.parse(listed.out)).toEqual([
      { name: 'MAIL_KEY', version: 2, lastUpdated },
      { name: 'a.b-c', version: 1, lastUpdated },
    ]);
    expect((await runPreamp(folder, 'secret', 'get', 'MAIL_KEY')).out).toMatch(
      /^ name: MAIL_KEY\n version: 2\n value: k-2\n lastUpdated: \d{4}-\S+Z\n$/,
    );
    expect(JSON.parse((await runPreamp(folder, 'secret', 'get', 'a.b-c', '--json')).out)).toMatchObject({
      value: 'two\nlines',
    });
    expect((await runPreamp(folder, 'secret', 'remove', 'MAIL_KEY')).out).toBe(
      'Successfully removed secret MAIL_KEY\n',
    );
    expect((await runPreamp(folder, 'secret', 'remove', '--all')).out).toBe('Successfully removed all secrets\n');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({});
  });

  it('refuses what it cannot keep, and values in the command line', async () => {
    const folder = createFolder();
    const refused = async (value: string, ...args: readonly string[]) => {
      const { code, out, err } = await pipe(folder, value, 'secret', ...args);
      expect(out).toBe('');
      return [code, err];
    };
    expect(await refused('v', 'set', 'a b')).toEqual([1, expect.stringContaining('Invalid secret name provided: a b')]);
    expect(await refused('\n', 'set', 'A')).toEqual([
      1,
      expect.stringContaining('A secret has 1 to 65536 characters.'),
    ]);
    expect(await refused('', 'get', 'A')).toEqual([1, expect.stringContaining("There is no secret named 'A'.")]);
    expect(await refused('', 'remove', 'A')).toEqual([1, expect.stringContaining("There is no secret named 'A'.")]);
    expect(await refused('', 'remove')).toEqual([
      1,
      expect.stringContaining('Either secret-name or all flag must be provided'),
    ]);
    const [code, err] = await refused('', 'set', 'A', 'in-the-open');
    expect(code).toBe(2);
    expect(err).not.toContain('in-the-open');
  });

  it('gives functions of a sandbox that runs their values, the environment first', async () => {
    const folder = createFolder({
      'amplify/data/resource.ts': `
        import { a, defineData, defineFunction, secret } from '@aws-amplify/backend';
        const teller = defineFunction({
          entry: './teller.ts', name: 'teller', timeoutSeconds: 20,
          environment: { ONE: secret('PREAMP_TEST_ONE'), TWO: secret('PREAMP_TEST_TWO') },
        });
        export const data = defineData({
          schema: a.schema({
            tell: a.query().returns(a.string()).authorization((allow) => [allow.publicApiKey()])
              .handler(a.handler.function(teller)),
          }),
          authorizationModes: { defaultAuthorizationMode: 'apiKey' },
        });`,
      'amplify/data/teller.ts': "export const handler = async () => [process.env.ONE, process.env.TWO].join(' ');",
    });
    await pipe(folder, 'of the folder', 'secret', 'set', 'PREAMP_TEST_ONE');
    process.env.PREAMP_TEST_ONE = 'of the environment';
    const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0');
    delete process.env.PREAMP_TEST_ONE;
    await sandbox.until(/Watching for file changes/);
    await sandbox.until(
      /Secrets without a value: PREAMP_TEST_TWO\. Set them with `preamp secret set PREAMP_TEST_TWO`, or as environment variables/,
    );
    const [, url] = await sandbox.until(/GraphQL +(\S+)/);
    const [, apiKey] = await sandbox.until(/API key +(\S+)/);
    const tell = () => request(url!, apiKey!, '{ tell }');
    expect(await tell()).toEqual({ data: { tell: 'of the environment ' } });
    await pipe(folder, 'unheard-of', 'secret', 'set', 'PREAMP_TEST_TWO');
    await expect.poll(tell, { timeout: 20_000 }).toEqual({ data: { tell: 'of the environment unheard-of' } });
    expect(sandbox.out() + sandbox.err()).not.toContain('unheard-of');
  });
});
