import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import type { LoadedProject, ProjectReading } from '../commands/serve-command.ts';
import { describeChanges } from '../output/describe-changes.ts';
import { displayPath } from '../output/display-path.ts';
import { formatDiagnostic } from '../output/format-diagnostic.ts';
import { formatError } from '../output/format-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { createFileWatcher, type FileWatcher } from '../watch/file-watcher.ts';
import { mergeWatchSets, type WatchSet } from '../watch/watch-set.ts';
import type { ServedBackend } from './serve-backend.ts';
import { withConsent } from './with-consent.ts';

export interface FollowOptions {
  readonly served: ServedBackend;
  readonly read: () => Promise<ProjectReading>;
  readonly first: ProjectReading & { readonly result: LoadedProject };
  /** Whether changes may lose data without a question. */
  readonly acceptDataLoss: boolean;
  /** Renames confirmed on the command line. */
  readonly renames: readonly Rename[];
  /** Called after each revision that is served. */
  readonly onServed: (loaded: LoadedProject) => void;
  readonly terminal: Terminal;
}

/**
 * Serves every good state of the project's files. A bad one is reported and changes nothing: the last good revision
 * keeps serving, and the files of both are watched.
 */
export function followProject(options: FollowOptions): FileWatcher {
  const { served, read, first, acceptDataLoss, renames, onServed, terminal } = options;
  let current: LoadedProject = first.result;
  let watched: Pick<ProjectReading, 'watch' | 'readAt'> = first;
  const { out, note, style, noteStyle } = terminal;

  async function swap(next: LoadedProject): Promise<boolean> {
    const revision = { model: next.model, declared: next.project.declared, config: next.config };
    const swapped = await withConsent(
      async (consent) => {
        await served.swap({ ...revision, ...consent });
        return true;
      },
      { destructive: acceptDataLoss, renames },
      terminal,
    );
    return swapped === true;
  }

  async function reload(files: readonly string[]): Promise<void> {
    const start = performance.now();
    out(style('dim', `[Sandbox] ${files.map((file) => displayPath(file)).join(', ')} changed`));
    const { result, watch, readAt } = await read();
    follow('error' in result ? mergeWatchSets(watch, current.project.watch) : watch, readAt);
    if ('error' in result) return keep(result.error);
    try {
      if (!(await swap(result))) return keep(null);
    } catch (error) {
      return keep(error);
    }
    const changes = describeChanges(current.model, result.model);
    for (const warning of newWarnings(current, result)) note(formatDiagnostic(warning, noteStyle));
    for (const setting of restartSettings(current, result)) {
      note(`${noteStyle('yellow', '⚠')} ${setting} takes effect when the sandbox starts again.`);
    }
    current = result;
    onServed(result);
    out(`${style('green', '✔')} ${changes} ${style('dim', `(${Math.round(performance.now() - start)} ms)`)}`);
  }

  function keep(error: unknown): void {
    if (error !== null) note(formatError(error, noteStyle));
    note(`${noteStyle('yellow', '⚠')} The last good revision keeps serving.`);
  }

  const watcher = createFileWatcher(reload);
  function follow(watch: WatchSet, readAt: number): void {
    watched = { watch, readAt };
    watcher.set(mergeWatchSets(watch, { files: served.handlerSources.files, folders: [] }), readAt);
  }
  follow(first.watch, first.readAt);
  // A handler's imports are known with its first call, which may be long after its project was read.
  served.handlerSources.onAdded((readAt) => follow(watched.watch, readAt));
  return watcher;
}

/** What was not said about the revision before; moved lines do not make it another finding. */
function newWarnings(before: LoadedProject, after: LoadedProject): readonly Diagnostic[] {
  const key = ({ code, message }: Diagnostic) => `${code} ${message}`;
  const known = new Set(before.project.diagnostics.map(key));
  return after.project.diagnostics.filter((diagnostic) => !known.has(key(diagnostic)));
}

/** Settings that differ and are read once. */
function restartSettings(before: LoadedProject, after: LoadedProject): readonly string[] {
  const parts = ['dataDir', 'host', 'port', 'engine', 'limits', 'origins', 'tls', 'trustProxy', 'userPool'] as const;
  const changed: string[] = parts.filter(
    (part) => JSON.stringify(before.config.config[part]) !== JSON.stringify(after.config.config[part]),
  );
  const signIn = (loaded: LoadedProject) => JSON.stringify(loaded.project.declared.userPool);
  return signIn(before) === signIn(after) ? changed : [...changed, 'the change of sign-in'];
}
