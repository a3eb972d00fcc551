import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { amplifyRuntimePlugin } from './amplify-runtime-plugin.ts';
import { bundleSources } from './bundle-sources.ts';

export interface FunctionBundle {
  /** The bundled module. */
  readonly file: string;
  /** The files of the project that went into it, absolute: what a watcher watches. */
  readonly inputs: readonly string[];
}

/**
 * Bundles a handler and all it imports into one ES module under `folder`, as the cloud's build does. Rejects with
 * esbuild's own error, which names file and line, when the source does not build.
 */
export async function bundleFunction(
  { name, entry }: { readonly name: string; readonly entry: string },
  folder: string,
): Promise<FunctionBundle> {
  const { build } = await import('esbuild');
  const absWorkingDir = dirname(entry);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name.replace(/[^A-Za-z0-9_-]/g, '_')}.mjs`);
  const result = await build({
    entryPoints: [entry],
    absWorkingDir,
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    sourcemap: 'inline',
    metafile: true,
    logLevel: 'silent',
    plugins: [amplifyRuntimePlugin],
    // Bundled CommonJS packages call `require` for Node's own modules, which an ES module does not have.
    banner: {
      js: "import { createRequire as preampCreateRequire } from 'node:module'; const require = preampCreateRequire(import.meta.url);",
    },
  });
  return { file, inputs: bundleSources(result.metafile, absWorkingDir) };
}
