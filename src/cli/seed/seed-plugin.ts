import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { loadWithLocation } from '../project/load-with-location.ts';
import { ownModule } from '../project/own-module.ts';

/**
 * Gives a seed script Preamp's own `@aws-amplify/seed`, which uses the project's `aws-amplify`, and the builder where it
 * imports the data model as more than a type. `files` collects what was read of the project.
 */
export function seedPlugin(script: string, files: Set<string>): Plugin {
  const api = fileURLToPath(ownModule('cli/seed/seed-api'));
  return {
    name: 'preamp-seed',
    setup(build) {
      build.onResolve({ filter: /^@aws-amplify\/seed$/ }, () => ({ path: api }));
      build.onResolve({ filter: /^(?:@aws-amplify\/(?:backend|data-schema)|preamp)$/ }, () => ({
        path: ownModule('index'),
        external: true,
      }));
      build.onResolve({ filter: /^aws-amplify(?:\/.*)?$/ }, ({ path, importer, kind }) =>
        importer === api ? build.resolve(path, { resolveDir: dirname(script), kind }) : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'file' }, async ({ path }) => {
        // Modules of our own have no place in what a script throws.
        if (dirname(path) === dirname(api)) return undefined;
        files.add(path);
        return loadWithLocation(build.esbuild, path);
      });
    },
  };
}
