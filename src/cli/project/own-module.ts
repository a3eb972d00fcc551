/**
 * URL of one of Preamp's own modules, by its path below `src/` without the extension: the source in a checkout, the
 * emitted file in the installed package.
 */
export function ownModule(path: string): string {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  return new URL(`../../${path}${extension}`, import.meta.url).href;
}
