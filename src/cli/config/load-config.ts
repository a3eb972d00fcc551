import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import { displayPath } from '../output/display-path.ts';
import type { WatchSet } from '../watch/watch-set.ts';
import type { PreampConfig } from './config-schema.ts';
import { parseConfig } from './parse-config.ts';

/** A configuration and where it came from. */
export interface LoadedConfig {
  readonly config: PreampConfig;
  /** `null` where there is no configuration file. */
  readonly file: string | null;
  readonly watch: WatchSet;
}

const names: readonly string[] = ['ts', 'mts', 'js', 'mjs', 'json'].map((extension) => `preamp.config.${extension}`);

/**
 * Reads the configuration file: the one named, else `preamp.config.*` in `root`, else none. Throws `config-invalid`,
 * `file-not-found`, or a {@link SchemaError} when the file is not TypeScript.
 */
export async function loadConfig(root: string, file: string | null): Promise<LoadedConfig> {
  const path = file === null ? find(root) : resolve(file);
  if (path === null) return { config: {}, file: null, watch: { files: [], folders: [] } };
  if (!existsSync(path)) {
    throw new PreampError('file-not-found', `There is no configuration file ${displayPath(path)}.`, {
      hint: 'Check --config.',
    });
  }
  const shown = displayPath(path);
  if (extname(path) === '.json') {
    return { config: parseConfig(parseJson(path, shown), shown), file: path, watch: { files: [path], folders: [] } };
  }
  const { loadModules } = await import('../project/load-modules.ts');
  const loaded = await loadModules([path]);
  if (!loaded.ok) throw new SchemaError(loaded.diagnostics);
  const [exported] = loaded.exports;
  if (exported === undefined || !('default' in exported)) {
    throw new PreampError('config-invalid', `${shown} has no default export.`, {
      hint: 'Write `export default defineConfig({ … })`.',
    });
  }
  return {
    config: parseConfig(exported.default, shown),
    file: path,
    watch: { files: loaded.files, folders: [] },
  };
}

/** Where a configuration is looked for: the file named, else every name it may have in `root`. */
export function configFiles(root: string, file: string | null): readonly string[] {
  return file === null ? names.map((name) => join(root, name)) : [resolve(file)];
}

function find(root: string): string | null {
  return configFiles(root, null).find((path) => existsSync(path)) ?? null;
}

function parseJson(path: string, shown: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new PreampError('config-invalid', `${shown} is not JSON.`, { cause: error });
  }
}
