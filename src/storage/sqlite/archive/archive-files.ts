import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The copy that a generation begins with, and its SHA-256, which is written when the copy is complete. */
export const baseFile = 'base.sqlite';
export const baseDigestFile = 'base.sha256';
/** Written when nothing was left out up to the end of a generation. */
export const closedFile = 'closed';

/** A stretch of time that an archive can bring back: a copy of the database, and all commits after it. */
export interface Generation {
  readonly folder: string;
  /** When its copy was made, in milliseconds since 1970. */
  readonly start: number;
}

const form = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/;

/** A time in a form that every file system takes. */
export function timeName(at: number): string {
  return new Date(at).toISOString().replaceAll(/[:.]/g, '-');
}

/** Reverse of {@link timeName}; `null` for another name. */
export function timeOfName(name: string): number | null {
  const [, day, hours, minutes, seconds, millis] = form.exec(name) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${millis}Z`);
}

/** The generations of an archive whose copy is complete, oldest first. */
export function listGenerations(archive: string): readonly Generation[] {
  if (!existsSync(archive)) return [];
  return readdirSync(archive)
    .flatMap((name) => {
      const start = timeOfName(name);
      const folder = join(archive, name);
      return start === null || !existsSync(join(folder, baseDigestFile)) ? [] : [{ folder, start }];
    })
    .toSorted((a, b) => a.start - b.start);
}

/** Names of a generation's segments, in order. */
export function listSegments(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.wal'))
    .toSorted();
}

export function segmentName(number: number): string {
  return `${String(number).padStart(8, '0')}.wal`;
}

/** Removes generations that end before a time: those after which another begins early enough. */
export function removeGenerationsBefore(archive: string, time: number): void {
  const generations = listGenerations(archive);
  generations.forEach(({ folder }, i) => {
    const next = generations[i + 1];
    if (next !== undefined && next.start <= time) rmSync(folder, { recursive: true });
  });
  // Copies that a crash broke off.
  const newest = generations.at(-1)?.start ?? 0;
  for (const name of readdirSync(archive)) {
    const start = timeOfName(name);
    const isWhole = generations.some((each) => each.start === start);
    if (start !== null && start < newest && !isWhole) rmSync(join(archive, name), { recursive: true });
  }
}
