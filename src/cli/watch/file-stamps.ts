import { type BigIntStats, statSync } from 'node:fs';

/** What files looked like when they were last looked at: one save of a file can be told by several events. */
export class FileStamps {
  readonly #stamps = new Map<string, string>();

  /** Whether it is another file, or has been written or removed, since this was last asked; the first time it has. */
  hasChanged(path: string): boolean {
    const stamp = stampOf(statSync(path, { throwIfNoEntry: false, bigint: true }));
    if (this.#stamps.get(path) === stamp) return false;
    this.#stamps.set(path, stamp);
    return true;
  }
}

function stampOf(stats: BigIntStats | undefined): string {
  return stats === undefined ? 'none' : `${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
}
