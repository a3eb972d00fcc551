import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/**
 * The files beside this one are tests for the compiler: what must compile and, by `@ts-expect-error`, what must not.
 * Both compilers that projects use have to agree.
 */

const root = resolve(import.meta.dirname, '../..');

/** What a compiler prints. One that finds errors, here or elsewhere, leaves with a code. */
function tsc(name: string, ...args: string[]): Promise<string> {
  const file = join(root, 'node_modules', name, 'bin/tsc');
  return promisify(execFile)(process.execPath, [file, ...args], { cwd: root }).then(
    ({ stdout }) => stdout,
    (failed: { stdout: string }) => failed.stdout,
  );
}

it.each([
  ['TypeScript 7', 'typescript', '7.'],
  ['TypeScript 5.9', 'typescript-5.9', '5.9.'],
])(
  '%s accepts the type tests',
  async (_, name, version) => {
    expect(await tsc(name, '--version')).toContain(`Version ${version}`);
    const files = (await tsc(name, '-p', 'test/types/tsconfig.json', '--listFiles')).split('\n');
    expect(files.filter((file) => /test\/types\/[\w-]+\.ts$/.test(file)).length).toBeGreaterThanOrEqual(6);
    // The program pulls in the sources, whose own errors `npm run check` reports.
    expect(files.filter((line) => /^(test\/types|src\/schema|src\/client)\/.*error TS/.test(line))).toEqual([]);
  },
  240_000,
);

it.each(['posts', 'my-posts'])(
  'the example %s is typed by the one resource.ts',
  async (example) => {
    const lines = (await tsc('typescript', '-p', `examples/${example}`, '--listFiles')).split('\n');
    expect(lines).toContain(join(root, 'examples/posts/amplify/data/resource.ts'));
    // The sandbox writes the outputs when it first runs.
    const errors = lines.filter((line) => line.includes('error TS') && !line.includes('amplify_outputs.json'));
    expect(errors).toEqual([]);
  },
  120_000,
);
