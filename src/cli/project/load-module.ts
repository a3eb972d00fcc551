import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure } from 'esbuild';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { buildDiagnostics } from './build-diagnostics.ts';
import { evaluationDiagnostic } from './evaluation-diagnostic.ts';
import { modulePlugin, type ReadRecord } from './module-plugin.ts';

/** A TypeScript or JavaScript module of the user's, bundled and evaluated. `files` is exactly what was read. */
export type LoadedModule =
  | {
      readonly ok: true;
      readonly exports: Readonly<Record<string, unknown>>;
      readonly files: readonly string[];
      /** Cloud-only packages that were replaced by inert modules. */
      readonly inert: readonly string[];
    }
  | {
      readonly ok: false;
      readonly diagnostics: readonly Diagnostic[];
      readonly files: readonly string[];
      /** Paths whose appearance may mend a failed import. */
      readonly missing: readonly string[];
    };

/**
 * Bundles `file` with everything it imports and evaluates it in this process. Imports of `@aws-amplify/backend`,
 * `@aws-amplify/data-schema` and `preamp` give Preamp's own builder. Nothing is written near the file.
 */
export async function loadModule(file: string): Promise<LoadedModule> {
  const record: ReadRecord = { files: new Set(), missing: new Set(), inert: new Set() };
  const root = dirname(file);
  const bundle = await bundleModule(file, root, record);
  if (typeof bundle !== 'string') return failed(bundle, record);
  try {
    const exports = await withSourceStacks(() => evaluate(bundle));
    return { ok: true, exports, files: [...record.files], inert: [...record.inert].sort() };
  } catch (error) {
    return failed([evaluationDiagnostic(error, file, record.files)], record);
  }
}

/**
 * Lets stack frames name the user's own files: for diagnostics, and for what the builder learns of its caller. A stack
 * becomes text when it is first asked for, so that of an error is asked for here.
 */
async function withSourceStacks<T>(run: () => Promise<T>): Promise<T> {
  const before = process.sourceMapsEnabled;
  process.setSourceMapsEnabled(true);
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error) void error.stack;
    throw error;
  } finally {
    process.setSourceMapsEnabled(before);
  }
}

function failed(diagnostics: readonly Diagnostic[], record: ReadRecord): LoadedModule {
  const missing = [...record.missing].filter((path) => !record.files.has(path));
  return { ok: false, diagnostics, files: [...record.files], missing };
}

async function bundleModule(file: string, root: string, record: ReadRecord): Promise<string | readonly Diagnostic[]> {
  const { build } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: [file],
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
      banner: { js: requireBanner(file) },
      plugins: [modulePlugin(record)],
    });
    return outputFiles[0]!.text;
  } catch (error) {
    if (isBuildFailure(error)) return buildDiagnostics(error.errors, root);
    throw error;
  }
}

/**
 * Node imports modules from files only (a `data:` URL would stand whole in every stack frame), so the bundle lives in
 * the system's temporary folder for as long as its evaluation takes.
 */
async function evaluate(code: string): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'preamp-'));
  try {
    const file = join(folder, 'bundle.mjs');
    await writeFile(file, code, { mode: 0o600 });
    return { ...((await import(pathToFileURL(file).href)) as Record<string, unknown>) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** CommonJS packages inside an ESM bundle call `require` for Node's own modules. */
function requireBanner(file: string): string {
  return `import { createRequire as __preampRequire } from 'node:module'; const require = __preampRequire(${JSON.stringify(pathToFileURL(file).href)});`;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
