/**
 * Checks the import table of the architecture: a file may import from its own folder, from `util/` and
 * `diagnostics/`, and from the folders its layer is allowed. Exits with 1 and one line for each breach.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const everywhere = ['util', 'diagnostics'];

/** Layer → layers it may import. A key with a path (`storage/sqlite`) is a layer of its own. */
const table: Record<string, readonly string[]> = {
  util: [],
  diagnostics: [],
  ir: [],
  filter: ['ir'],
  schema: ['ir'],
  sdl: ['ir'],
  rules: ['ir'],
  compiler: ['schema', 'sdl', 'rules', 'ir'],
  auth: ['ir', 'filter'],
  identity: ['ir'],
  storage: ['ir', 'filter'],
  'storage/sql': ['storage', 'ir', 'filter'],
  'storage/sqlite': ['storage', 'storage/sql', 'ir', 'filter'],
  'storage/dynamodb': ['storage', 'ir', 'filter'],
  realtime: ['ir', 'filter'],
  functions: ['ir'],
  api: ['ir'],
  execution: ['api', 'ir', 'filter', 'auth', 'storage', 'functions', 'realtime'],
  artifacts: ['ir', 'api'],
  runtime: [
    'compiler',
    'schema',
    'ir',
    'filter',
    'auth',
    'identity',
    'storage',
    'realtime',
    'functions',
    'api',
    'execution',
    'artifacts',
  ],
  server: ['runtime', 'artifacts', 'realtime', 'execution', 'identity', 'ir'],
  client: ['schema'],
  cli: [
    'compiler',
    'schema',
    'sdl',
    'rules',
    'ir',
    'filter',
    'auth',
    'identity',
    'storage',
    'storage/sqlite',
    'storage/dynamodb',
    'realtime',
    'functions',
    'api',
    'execution',
    'artifacts',
    'runtime',
    'server',
  ],
  testing: [
    'compiler',
    'runtime',
    'functions',
    'server',
    'storage',
    'storage/sqlite',
    'identity',
    'ir',
    'filter',
    'schema',
  ],
};

function layerOf(file: string): string | null {
  const path = relative('src', file).split(sep);
  if (path.length === 1) return null;
  const nested = path.slice(0, 2).join('/');
  return nested in table ? nested : path[0]!;
}

const breaches: string[] = [];
const files = globSync('src/**/*.{ts,tsx}');
for (const file of files) {
  const layer = layerOf(file);
  if (layer === null) continue;
  const allowed = table[layer];
  if (allowed === undefined) {
    breaches.push(`${file}: '${layer}' is not a layer of the import table`);
    continue;
  }
  const isTest = /\.test(-d)?\.tsx?$/.test(file);
  for (const match of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
    const target = layerOf(join(dirname(file), match[1]!));
    if (isTest || target === layer || (target !== null && [...everywhere, ...allowed].includes(target))) continue;
    breaches.push(`${file}: '${layer}' may not import '${target ?? 'the package entry'}' (${match[1]})`);
  }
}

for (const breach of breaches) console.error(breach);
console.log(`layers: ${files.length} files, ${breaches.length} breaches`);
process.exitCode = breaches.length > 0 ? 1 : 0;
