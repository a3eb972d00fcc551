/**
 * Packs the package, lays the tarball out as an installation would, and uses it from there: every subpath of `exports`
 * can be imported and has its types, the command runs, and nothing but what `files` names is inside.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage, manifest, type PackageManifest } from './install-package.ts';

const problems: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'preamp-package-'));

try {
  const installed = installPackage(folder);
  checkContents(installed);
  for (const [subpath, target] of Object.entries(manifest.exports)) checkSubpath(installed, subpath, target);
  checkCommand(installed);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

for (const problem of problems) console.error(problem);
console.log(`exports: ${Object.keys(manifest.exports).length} subpaths, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function checkContents(installed: string): void {
  const stray = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(\.test\.|\.test-d\.|^src\/|^test\/|\.tsbuildinfo$)/.test(path),
  );
  for (const path of stray) problems.push(`the package holds ${path}`);
}

function checkSubpath(installed: string, subpath: string, target: PackageManifest['exports'][string]): void {
  const files = typeof target === 'string' ? [target] : [target.types, target.default];
  for (const file of files) if (!existsSync(join(installed, file))) problems.push(`${subpath}: there is no ${file}`);
  if (subpath.endsWith('.json')) return;
  const specifier = join(manifest.name, subpath);
  const code = `const m = await import('${specifier}'); if (Object.keys(m).length === 0) throw new Error('it exports nothing');`;
  attempt(specifier, () => node(['--input-type=module', '-e', code]));
}

function checkCommand(installed: string): void {
  const command = join(installed, 'bin', 'preamp.js');
  attempt('preamp --version', () => {
    const version = node([command, '--version']).trim();
    if (version !== manifest.version) throw new Error(`it prints ${version}`);
  });
  attempt('preamp compile', () => {
    writeFileSync(join(folder, 'schema.graphql'), 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! }');
    const { ok } = JSON.parse(node([command, 'compile', 'schema.graphql', '--json']));
    if (ok !== true) throw new Error('it refuses a valid schema');
  });
}

function node(args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function attempt(what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    problems.push(`${what}: ${output || (error instanceof Error ? error.message : String(error))}`);
  }
}
