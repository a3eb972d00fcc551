import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { bundleSources } from '../bundle-sources.ts';

export interface ResolverBundle {
  /** A script that defines `preampCall`. */
  readonly code: string;
  /** The files of the project that went into it, absolute. */
  readonly inputs: readonly string[];
}

/**
 * Bundles a resolver and all it imports with our `@aws-appsync/utils` into one script for the sandbox. Rejects with
 * esbuild's own error, which names file and line, when the source does not build.
 */
export async function bundleResolver(entry: string): Promise<ResolverBundle> {
  const { build } = await import('esbuild');
  const result = await build({
    stdin: {
      contents: `import { serveResolver } from 'preamp:serve';\nimport * as resolver from ${JSON.stringify(entry)};\nserveResolver(resolver);`,
      resolveDir: dirname(entry),
      loader: 'js',
    },
    absWorkingDir: dirname(entry),
    bundle: true,
    write: false,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'iife',
    target: 'es2023',
    metafile: true,
    logLevel: 'silent',
    plugins: [appsyncModules],
  });
  return { code: result.outputFiles[0]!.text, inputs: bundleSources(result.metafile, dirname(entry)) };
}

const ownModules: Readonly<Record<string, string>> = {
  'preamp:serve': 'serve-resolver',
  '@aws-appsync/utils': 'appsync-utils',
  '@aws-appsync/utils/dynamodb': 'dynamodb',
};

const appsyncModules: Plugin = {
  name: 'appsync-modules',
  setup(build) {
    build.onResolve({ filter: /^(?:preamp:serve$|@aws-appsync\/utils(?:\/|$))/ }, ({ path }) => {
      const name = ownModules[path];
      if (name !== undefined) return { path: moduleFile(name) };
      return { errors: [{ text: `'${path}' is for data sources that Preamp does not have` }] };
    });
  },
};

/** Beside this file, as source or as built. */
function moduleFile(name: string): string {
  const built = fileURLToPath(new URL(`./appsync/${name}.js`, import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL(`./appsync/${name}.ts`, import.meta.url));
}
