/** What was read to make something, and so what can change it. Absolute paths. */
export interface WatchSet {
  /** Files that were read, and files that were looked for and not found. */
  readonly files: readonly string[];
  /** Folders that were listed: any GraphQL file that appears in one counts. */
  readonly folders: readonly string[];
}

export function mergeWatchSets(...sets: readonly WatchSet[]): WatchSet {
  return {
    files: [...new Set(sets.flatMap((set) => set.files))],
    folders: [...new Set(sets.flatMap((set) => set.folders))],
  };
}
