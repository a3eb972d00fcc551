import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The source of the file that the package has for `preamp/client`. */
function sourceOfClient(): string {
  const { exports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
  return resolve(root, exports['./client'].default.replace('./dist/', 'src/').replace(/\.js$/, '.ts'));
}

it('is under 15 kB gzipped for a browser, all of it, and needs nothing of Node and no package', async () => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: "export * from 'preamp/client'", resolveDir: root },
    alias: { 'preamp/client': sourceOfClient() },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  expect(output!.exports.sort()).toEqual(['CanceledError', 'Observable', 'generateClient', 'identityPoolCredentials']);
  expect(output!.imports).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((file) => !/^(src\/client\/|<stdin>)/.test(file))).toEqual([]);
  expect(gzipSync(outputFiles[0]!.contents).length).toBeLessThan(15_000);
});
