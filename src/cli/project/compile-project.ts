import { type Compilation, compile } from '../../compiler/compile.ts';
import type { ApiSettings } from '../../ir/data-model.ts';
import { mergeWatchSets, type WatchSet } from '../watch/watch-set.ts';
import type { ProjectSource } from './discover-project.ts';
import { readSdl } from './read-sdl.ts';

/** What came of a data model's sources, and what they are. */
export interface CompiledProject extends Compilation {
  readonly watch: WatchSet;
}

/** Reads and compiles a data model. `settings` go before what a resource file says; `null` leaves it to that. */
export async function compileProject(
  source: ProjectSource,
  settings: Partial<ApiSettings> | null,
): Promise<CompiledProject> {
  if (source.kind === 'module') throw new Error('later');
  const sources = await readSdl(source.files);
  const watch = { files: source.files, folders: source.folder === null ? [] : [source.folder] };
  return { ...compile(sources, { settings: settings ?? {} }), watch: mergeWatchSets(watch) };
}
