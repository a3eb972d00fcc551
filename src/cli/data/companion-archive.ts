import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../diagnostics/log.ts';
import { timeName, timeOfName } from '../../storage/sqlite/archive/archive-files.ts';
import type { Clock } from '../../util/clock.ts';
import { addCompanions } from './backup-data.ts';
import type { DataDirectory } from './data-directory.ts';
import { companionFiles } from './data-files.ts';

/** Milliseconds between two looks at the files, and so what a restore may lack of users and keys. */
const interval = 60_000;
const day = 86_400_000;
const end = '.companions';

export interface CompanionArchive {
  /** Copies users, keys and ids where they have changed. Never throws. */
  check(): void;
  close(): void;
}

/** Copies users, keys and ids into an archive whenever they have changed, beside the commits of the items. */
export function createCompanionArchive(
  data: DataDirectory,
  { folder, keepDays, clock, log }: { folder: string; keepDays: number; clock: Clock; log: Log },
): CompanionArchive {
  let seen = '';

  function check(): void {
    try {
      const now = versionOf(data);
      if (now === seen) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const draft = join(folder, `${randomUUID()}.partial`);
      try {
        addCompanions(data, draft);
        renameSync(draft, join(folder, `${timeName(clock())}${end}`));
      } finally {
        rmSync(draft, { force: true });
      }
      seen = now;
      // The newest of those that are too old is what a restore to the oldest time needs.
      const old = listCopies(folder).filter(({ at }) => at < clock() - keepDays * day);
      for (const { path } of old.slice(0, -1)) rmSync(path);
    } catch (error) {
      log.error('users and keys cannot be archived', { error: error instanceof Error ? error.message : '' });
    }
  }

  check();
  const timer = setInterval(check, interval).unref();
  return {
    check,
    close: () => {
      clearInterval(timer);
      check();
    },
  };
}

/** The copy that holds at a time: the last before it, else the first. `null` where there is none. */
export function companionsAt(folder: string, at: number | null): string | null {
  const copies = listCopies(folder);
  return (copies.findLast((copy) => at === null || copy.at <= at) ?? copies[0])?.path ?? null;
}

/** Changes whenever one of the files does. */
function versionOf(data: DataDirectory): string {
  return companionFiles
    .flatMap((name) => [name, `${name}-wal`])
    .map((name) => data.file(name))
    .filter((path) => existsSync(path))
    .map((path) => {
      const { size, mtimeMs } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

function listCopies(folder: string): readonly { readonly path: string; readonly at: number }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const at = name.endsWith(end) ? timeOfName(name.slice(0, -end.length)) : null;
      return at === null ? [] : [{ path: join(folder, name), at }];
    })
    .toSorted((a, b) => a.at - b.at);
}
