import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** Hears of the files a bundle was made of, and when they were read at the earliest, in milliseconds since 1970. */
export type OnSources = (files: readonly string[], readAt: number) => void;

/** The files of the project that a bundle was made of, absolute. What stands in `node_modules` is not saved by hand. */
export function bundleSources({ inputs }: Metafile, folder: string): readonly string[] {
  return Object.keys(inputs)
    .filter((path) => path !== '<stdin>' && !/^[\w-]{2,}:/.test(path) && !/(?:^|[\\/])node_modules[\\/]/.test(path))
    .map((path) => resolve(folder, path));
}
