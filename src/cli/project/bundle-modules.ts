import { pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { buildDiagnostics } from './build-diagnostics.ts';

/** What the module at `index` is exported as. */
export const exportName = (index: number) => `module${index}`;

/**
 * Bundles `entries` with everything they import, each module once. Gives the code, whose source maps name the files, or
 * what is wrong. `root` is the folder that paths in the source maps start from.
 */
export async function bundleModules(
  entries: readonly string[],
  root: string,
  plugin: Plugin,
): Promise<string | readonly Diagnostic[]> {
  const { build } = await import('esbuild');
  const contents = entries.map((file, index) => `export * as ${exportName(index)} from ${JSON.stringify(file)};`);
  try {
    const { outputFiles } = await build({
      stdin: { contents: contents.join('\n'), resolveDir: root },
      absWorkingDir: root,
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      target: 'node22',
      sourcemap: 'inline',
      sourcesContent: false,
      sourceRoot: pathToFileURL(`${root}/`).href,
      logLevel: 'silent',
      banner: { js: requireBanner(entries[0]!) },
      plugins: [plugin],
    });
    return outputFiles[0]!.text;
  } catch (error) {
    if (isBuildFailure(error)) return buildDiagnostics(error.errors, root);
    throw error;
  }
}

/** CommonJS packages inside an ESM bundle call `require` for Node's own modules. */
function requireBanner(file: string): string {
  return `import { createRequire as __preampRequire } from 'node:module'; const require = __preampRequire(${JSON.stringify(pathToFileURL(file).href)});`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
