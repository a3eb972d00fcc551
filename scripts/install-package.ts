import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

const repository = resolve(import.meta.dirname, '..');

export const manifest: PackageManifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/**
 * Packs the built package and lays it out in `project` as an installation would; its dependencies are those of the
 * repository. Returns the package's folder.
 */
export function installPackage(project: string): string {
  const packed: readonly { readonly filename: string }[] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
      cwd: repository,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  execFileSync('tar', ['-xzf', packed[0]!.filename], { cwd: project });
  const modules = join(project, 'node_modules');
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(modules, name));
  }
  const installed = join(modules, manifest.name);
  cpSync(join(project, 'package'), installed, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  return installed;
}
