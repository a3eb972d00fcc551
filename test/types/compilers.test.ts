import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/**
 * The files beside this one are tests for the compiler: what must compile and, by `@ts-expect-error`, what must not.
 * Both compilers that projects use have to agree.
 */

const root = resolve(import.meta.dirname, '../..');

it.each([
  ['TypeScript 7', 'typescript', '7.'],
  ['TypeScript 5.9', 'typescript-5.9', '5.9.'],
])(
  '%s accepts the type tests',
  async (_, name, version) => {
    const tsc = join(root, 'node_modules', name, 'bin/tsc');
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [tsc, ...args], { cwd: root }).then(
        ({ stdout }) => stdout,
        // A compiler that finds errors, here or elsewhere, leaves with a code.
        (failed: { stdout: string }) => failed.stdout,
      );
    expect(await run('--version')).toContain(`Version ${version}`);
    const files = (await run('-p', 'test/types/tsconfig.json', '--listFiles')).split('\n');
    expect(files.filter((file) => /test\/types\/[\w-]+\.ts$/.test(file)).length).toBeGreaterThanOrEqual(6);
    // The program pulls in the sources, whose own errors `npm run check` reports.
    expect(files.filter((line) => /^(test\/types|src\/schema|src\/client)\/.*error TS/.test(line))).toEqual([]);
  },
  120_000,
);
