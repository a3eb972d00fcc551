import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { PreampConfig } from '../config/config-schema.ts';
import type { DeclaredFunction } from '../project/declared-backend.ts';

/** Lambda's defaults, which Amplify leaves as they are. */
const timeoutSeconds = 3;
const memoryMB = 512;

/** The functions a configuration names. Entries are relative to its file. */
export function configuredFunctions(config: PreampConfig, configFile: string | null): readonly DeclaredFunction[] {
  const folder = configFile === null ? process.cwd() : dirname(configFile);
  return Object.entries(config.functions ?? {}).map(([name, each]) => ({
    names: [name],
    entry: resolve(folder, each.entry),
    environment: each.environment ?? {},
    timeoutSeconds: each.timeoutSeconds ?? timeoutSeconds,
    memoryMB: each.memoryMB ?? memoryMB,
  }));
}

/** The functions of a Gen 1 project: each folder of `amplify/backend/function` with `src/index.js`. */
export function gen1Functions(root: string): readonly DeclaredFunction[] {
  const folder = join(root, 'amplify', 'backend', 'function');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, entry: gen1Entry(join(folder, entry.name, 'src')) }))
    .filter((found): found is { name: string; entry: string } => found.entry !== null)
    .map(({ name, entry }) => ({
      names: [name],
      entry,
      environment: {},
      timeoutSeconds: gen1TimeoutSeconds,
      memoryMB,
    }));
}

/** What Gen 1's own templates set. */
const gen1TimeoutSeconds = 25;

function gen1Entry(folder: string): string | null {
  return ['index.js', 'index.mjs', 'index.ts', 'app.js'].map((name) => join(folder, name)).find(existsSync) ?? null;
}
