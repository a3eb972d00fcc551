import { isAbsolute, relative } from 'node:path';

/** A path for people: relative to the current folder when it lies below it. */
export function displayPath(file: string, cwd: string = process.cwd()): string {
  const path = relative(cwd, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path || '.';
}
