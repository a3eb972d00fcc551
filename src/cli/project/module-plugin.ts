import { join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { inertModuleSource } from './inert-module.ts';
import { loadWithLocation } from './load-with-location.ts';
import { ownModule } from './own-module.ts';

/** What a bundle read, collected while it is made: also of a bundle that fails. Absolute paths. */
export interface ReadRecord {
  readonly files: Set<string>;
  /** Where a relative import that leads nowhere could come into being. */
  readonly missing: Set<string>;
  /** Names of cloud-only packages that were replaced. */
  readonly inert: Set<string>;
}

/** Packages whose builder API is Preamp's own. */
const builderPackages = /^(?:@aws-amplify\/(?:backend|data-schema)|preamp)$/;
const builderInternals = /^@aws-amplify\/data-schema\/internals$/;
/** Packages that only make sense in a cloud account, whether or not they are installed. Tried after the builder's. */
const cloudPackages = /^(?:aws-cdk-lib|constructs|@aws-cdk\/[^/]+|cdk-[^/]+|@aws-amplify\/[^/]+)(?:\/.*)?$/;
const functionEnvironment = /^\$amplify\/env\//;

/**
 * Redirects the official packages to Preamp's builder and cloud-only ones to inert modules, keeps the meaning of
 * `import.meta.url`, `__dirname` and their like for files in a bundle, and records what was read.
 */
export function modulePlugin(record: ReadRecord): Plugin {
  return {
    name: 'preamp-modules',
    setup(build) {
      const external = (path: string) => ({ path: ownModule(path), external: true });
      build.onResolve({ filter: builderPackages }, () => external('index'));
      build.onResolve({ filter: builderInternals }, () => external('index'));
      build.onResolve({ filter: cloudPackages }, ({ path }) => ({ path, namespace: 'inert' }));
      build.onLoad({ filter: /.*/, namespace: 'inert' }, ({ path }) => {
        record.inert.add(path);
        return { contents: inertModuleSource(path), loader: 'js' };
      });
      build.onResolve({ filter: functionEnvironment }, ({ path }) => ({ path, namespace: 'environment' }));
      build.onLoad({ filter: /.*/, namespace: 'environment' }, () => ({
        contents: 'export const env = process.env;',
        loader: 'js',
      }));

      build.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        // Only noted here; esbuild resolves it, and the note is used when it cannot.
        for (const candidate of candidates(resolve(resolveDir, path))) record.missing.add(candidate);
        return undefined;
      });

      build.onLoad({ filter: /.*/, namespace: 'file' }, async ({ path }) => {
        record.files.add(path);
        return loadWithLocation(build.esbuild, path);
      });
    },
  };
}

function candidates(base: string): readonly string[] {
  const stem = base.replace(/\.(?:js|mjs|jsx)$/, '');
  return [
    base,
    `${stem}.ts`,
    `${stem}.tsx`,
    `${stem}.js`,
    `${base}.json`,
    join(base, 'index.ts'),
    join(base, 'index.js'),
  ];
}
