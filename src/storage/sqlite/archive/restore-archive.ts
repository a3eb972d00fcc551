import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PreampError } from '../../../diagnostics/preamp-error.ts';
import {
  baseDigestFile,
  baseFile,
  closedFile,
  type Generation,
  listGenerations,
  listSegments,
} from './archive-files.ts';
import { type ArchiveRecord, decodeRecords } from './archive-record.ts';
import { applyFrames } from './wal-reader.ts';

const copySize = 1024 * 1024;

export interface RestoredArchive {
  /** Time of the last commit in it, in milliseconds since 1970. */
  readonly last: number;
  /**
   * Whether commits between that and the time asked for may be missing, because the process crashed or the archive could
   * not be written.
   */
  readonly gap: boolean;
}

/**
 * Writes the database as it was at a time: after the last commit that was not later. The file is encrypted if the
 * archived database was.
 *
 * @param target a path where there is no file
 * @param at milliseconds since 1970; `null` for the last commit of the archive
 * @throws PreampError `archive-invalid` where the archive does not reach back so far, or is damaged
 */
export function restoreArchive(archive: string, target: string, at: number | null): RestoredArchive {
  const generations = listGenerations(archive);
  const generation = generations.findLast(({ start }) => at === null || start <= at);
  if (generation === undefined) {
    const first = generations[0];
    throw invalid(
      `The archive ${archive} ${first === undefined ? 'holds nothing' : `begins at ${isoTime(first.start)}`}.`,
      'Name a later time, or restore a backup.',
    );
  }
  const descriptor = openSync(target, 'wx+', 0o600);
  try {
    copyBase(generation, descriptor);
    let last = generation.start;
    let reached = false;
    for (const record of recordsOf(generation)) {
      reached = at !== null && record.at > at;
      if (reached) break;
      applyFrames(
        record,
        (page, position) => void writeSync(descriptor, page, 0, page.length, position),
        (size) => ftruncateSync(descriptor, size),
      );
      last = record.at;
    }
    fsyncSync(descriptor);
    const next = generations[generations.indexOf(generation) + 1];
    const gap = !reached && next !== undefined && !existsSync(join(generation.folder, closedFile));
    return { last, gap };
  } finally {
    closeSync(descriptor);
  }
}

function copyBase({ folder }: Generation, target: number): void {
  const source = openSync(join(folder, baseFile), 'r');
  try {
    const digest = createHash('sha256');
    const buffer = Buffer.alloc(copySize);
    for (let position = 0, length = -1; length !== 0; position += length) {
      length = readSync(source, buffer, 0, copySize, position);
      digest.update(buffer.subarray(0, length));
      if (length > 0) writeSync(target, buffer, 0, length, position);
    }
    if (digest.digest('hex') === readFileSync(join(folder, baseDigestFile), 'utf8').trim()) return;
  } finally {
    closeSync(source);
  }
  throw invalid(`The copy in ${folder} is damaged.`, 'Name a time before it, or restore a backup.');
}

/** All records of a generation in order. Throws where one is missing between others. */
function* recordsOf({ folder }: Generation): Generator<ArchiveRecord> {
  let expected = 1;
  const segments = listSegments(folder);
  const damaged = (name: string) =>
    invalid(`${name} in ${folder} is damaged, or what comes before it.`, 'Name a time before it.');
  for (const name of segments) {
    const records = decodeRecords(readFileSync(join(folder, name)));
    let step = records.next();
    for (; !step.done; step = records.next()) {
      if (step.value.number !== expected) throw damaged(name);
      yield step.value;
      expected += 1;
    }
    // A crash breaks off the last record, and after it nothing is written to the generation.
    const isLast = name === segments.at(-1) && !existsSync(join(folder, closedFile));
    if (!step.value && !isLast) throw damaged(name);
  }
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function invalid(message: string, hint: string): PreampError {
  return new PreampError('archive-invalid', message, { hint });
}
