import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Loader, OnLoadResult, PluginBuild } from 'esbuild';

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
 * A bundle stands elsewhere than its parts: what a file of the project's asks about its own place is answered before it
 * is bundled. `undefined` leaves a file to the bundler.
 */
export async function loadWithLocation(
  esbuild: PluginBuild['esbuild'],
  path: string,
): Promise<OnLoadResult | undefined> {
  const loader = loaders[extname(path)];
  if (loader === undefined || /[\\/]node_modules[\\/]/.test(path)) return undefined;
  const contents = await readFile(path, 'utf8');
  return locationWords.test(contents) ? withLocation(esbuild, contents, path, loader) : undefined;
}

const locationWords = /\bimport\.meta\.(?:url|filename|dirname)\b|\b__filename\b|\b__dirname\b/;

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
