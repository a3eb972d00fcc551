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

/** Modules for data sources that there are not, and what does the same. */
const withoutDataSource: Readonly<Record<string, string>> = {
  '@aws-appsync/utils/rds': 'it has no relational data source; call a function that connects to the database',
  '@aws-appsync/utils/ai':
    'it has no Bedrock data source; use addHttpDataSource with the URL of Bedrock and authorizationConfig, or a function',
};

const appsyncModules: Plugin = {
  name: 'appsync-modules',
  setup(build) {
    build.onResolve({ filter: /^(?:preamp:serve$|@aws-appsync\/utils(?:\/|$))/ }, ({ path }) => {
      const name = ownModules[path];
      if (name !== undefined) return { path: moduleFile(name) };
      const advice = withoutDataSource[path] ?? 'it is no part of this package';
      return { errors: [{ text: `'${path}' is not available in Preamp: ${advice}` }] };
    });
  },
};

/** Beside this file, as source or as built. */
function moduleFile(name: string): string {
  const built = fileURLToPath(new URL(`./appsync/${name}.js`, import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL(`./appsync/${name}.ts`, import.meta.url));
}
