import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { isSdlFile } from '../project/sdl-file.ts';
import { FileStamps } from './file-stamps.ts';
import type { WatchSet } from './watch-set.ts';

/** Quiet time after an event before it is reported: editors empty a file before they fill it. */
const settleMs = 25;

/** File systems stamp files with a clock that moves in steps, and so lags behind ours by up to one. */
const clockStepMs = 20;

export interface FileWatcher {
  /**
   * Replaces what is watched. Files that changed after `readAt` (milliseconds since 1970) are reported at once: what was
   * saved between being read and being watched is not lost.
   */
  set(watched: WatchSet, readAt?: number): void;
  close(): void;
}

/**
 * Reports changes of exactly the files in a {@link WatchSet}. It watches the folders they stand in, never the files:
 * editors save by replacing a file, and a watched file would then be gone. `onChange` gets the paths that changed since
 * its last call, each once however many events a save has; it is not called again before its promise settled.
 */
export function createFileWatcher(onChange: (files: readonly string[]) => Promise<void>): FileWatcher {
  const folders = new Map<string, WatchedFolder>();
  const changed = new Set<string>();
  const stamps = new FileStamps();
  let watched: WatchSet = { files: [], folders: [] };
  let timer: NodeJS.Timeout | null = null;
  let running = false;
  let closed = false;

  async function report(): Promise<void> {
    timer = null;
    if (running) return;
    running = true;
    const batch = [...changed].filter((path) => stamps.hasChanged(path));
    changed.clear();
    try {
      if (batch.length > 0) await onChange(batch);
    } finally {
      running = false;
      if (changed.size > 0) schedule();
    }
  }

  function schedule(): void {
    if (timer !== null) clearTimeout(timer);
    timer = closed ? null : setTimeout(() => void report(), settleMs);
  }

  function noteChange(path: string): void {
    if (!concerns(watched, path)) return;
    changed.add(path);
    schedule();
  }

  return {
    set(next, readAt) {
      // A handler may be bundled while the sandbox ends.
      if (closed) return;
      watched = next;
      const needed = new Set([...next.files.map(dirname), ...next.folders].map(existingFolder));
      for (const [folder, { watcher, inode }] of folders) {
        if (needed.has(folder) && statSync(folder).ino === inode) continue;
        watcher.close();
        folders.delete(folder);
      }
      for (const folder of needed) {
        if (folders.has(folder)) continue;
        const watcher = watch(folder, (_, name) => noteChange(name === null ? folder : join(folder, name)));
        // A folder that is removed reports itself through the one above it, or by the names that leave it.
        watcher.on('error', () => watcher.close());
        folders.set(folder, { watcher, inode: statSync(folder).ino });
      }
      if (readAt !== undefined) for (const file of next.files) if (changedSince(file, readAt)) noteChange(file);
    },
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      for (const { watcher } of folders.values()) watcher.close();
      folders.clear();
    },
  };
}

/** A file that takes another's place keeps its own time of writing; the change of its name counts too. */
function changedSince(file: string, time: number): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && Math.max(stats.mtimeMs, stats.ctimeMs) >= time - clockStepMs;
}

interface WatchedFolder {
  readonly watcher: FSWatcher;
  /** Tells a folder from another that took its name later. */
  readonly inode: number;
}

/** A watched file, a GraphQL file in a listed folder, or a folder on the way to one of them. */
function concerns({ files, folders }: WatchSet, path: string): boolean {
  return (
    files.some((file) => file === path || file.startsWith(path + sep)) ||
    folders.some((folder) => folder === path || (isSdlFile(path) && path.startsWith(folder + sep)))
  );
}

/** The folder itself, or the nearest one above it that exists. */
function existingFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existingFolder(dirname(folder));
}
