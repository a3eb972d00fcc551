import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type CollectedBackend, collectBackend } from '../../schema/define/collect-backend.ts';
import { bundleModules, exportName } from './bundle-modules.ts';
import { evaluationDiagnostic } from './evaluation-diagnostic.ts';
import { modulePlugin, type ReadRecord } from './module-plugin.ts';

/** TypeScript or JavaScript modules of the user's, bundled and evaluated. `files` is exactly what was read. */
export type LoadedModules =
  | {
      readonly ok: true;
      /** What each module exports, in the order asked for. */
      readonly exports: readonly Readonly<Record<string, unknown>>[];
      /** What `define…` calls made. */
      readonly collected: CollectedBackend;
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
 * Bundles `entries` with everything they import, each module once, and evaluates them in this process. Imports of
 * `@aws-amplify/backend`, `@aws-amplify/data-schema` and `preamp` give Preamp's own builder. Nothing is written near
 * the files.
 */
export async function loadModules(entries: readonly [string, ...string[]]): Promise<LoadedModules> {
  const record: ReadRecord = { files: new Set(), missing: new Set(), inert: new Set() };
  const bundle = await bundleModules(entries, dirname(entries[0]), modulePlugin(record));
  if (typeof bundle !== 'string') return failed(bundle, record);
  try {
    const { value, collected } = await collectBackend(() => withSourceStacks(() => evaluate(bundle)));
    const exports = entries.map((_, index) => ({ ...(value[exportName(index)] as Record<string, unknown>) }));
    return { ok: true, exports, collected, files: [...record.files], inert: [...record.inert].sort() };
  } catch (error) {
    return failed([evaluationDiagnostic(error, entries[0], record.files)], record);
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

function failed(diagnostics: readonly Diagnostic[], record: ReadRecord): LoadedModules {
  const missing = [...record.missing].filter((path) => !record.files.has(path));
  return { ok: false, diagnostics, files: [...record.files], missing };
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
