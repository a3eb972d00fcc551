import { readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, OnLoadResult, Plugin, PluginBuild } from 'esbuild';
import { inertModuleSource } from './inert-module.ts';
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

const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
};

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
        const loader = loaders[extname(path)];
        if (loader === undefined || /[\\/]node_modules[\\/]/.test(path)) return undefined;
        const contents = await readFile(path, 'utf8');
        return locationWords.test(contents) ? withLocation(build.esbuild, contents, path, loader) : undefined;
      });
    },
  };
}

const locationWords = /\bimport\.meta\.(?:url|filename|dirname)\b|\b__filename\b|\b__dirname\b/;

/** A bundle stands elsewhere than its parts: what a file asks about its own place is answered before it is bundled. */
async function withLocation(
  esbuild: PluginBuild['esbuild'],
  contents: string,
  path: string,
  loader: Loader,
): Promise<OnLoadResult> {
  const place = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
  const define = Object.entries(place).flatMap(([name, value]) => [
    [`import.meta.${name}`, JSON.stringify(value)],
    ...(name === 'url' ? [] : [[`__${name}`, JSON.stringify(value)]]),
  ]);
  try {
    const { code } = await esbuild.transform(contents, {
      loader,
      define: Object.fromEntries(define),
      sourcefile: path,
      sourcemap: 'inline',
      logLevel: 'silent',
    });
    return { contents: code, loader: 'js' };
  } catch {
    // Not TypeScript: the bundler itself says so, with a better place.
    return { contents, loader };
  }
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
