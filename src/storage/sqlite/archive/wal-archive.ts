import { createHash } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  read,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type Database from 'better-sqlite3';
import type { Clock } from '../../../util/clock.ts';
import {
  baseDigestFile,
  baseFile,
  closedFile,
  removeGenerationsBefore,
  segmentName,
  timeName,
} from './archive-files.ts';
import { encodeRecord } from './archive-record.ts';
import { WalReader } from './wal-reader.ts';

const hour = 3_600_000;

export interface ArchiveOptions {
  readonly folder: string;
  /** Hours after which a new copy is made, from which restores begin; 24 unless given. */
  readonly everyHours?: number;
  /** Days that can be brought back; older parts are removed. 7 unless given. */
  readonly keepDays?: number;
  readonly clock: Clock;
  /** Hears why the archive stands still. It goes on by itself, with a new copy. */
  readonly onError: (error: unknown) => void;
}

/** Milliseconds between two writes to the archive: what a crash of the machine may leave out of it. */
const interval = 1000;
/** Bytes of the log after which it is brought into the database. */
const checkpointSize = 8 * 1024 * 1024;
/** Bytes of commits in memory after which they are written at once, and bytes of a segment. */
const queueSize = 4 * 1024 * 1024;
const segmentSize = 16 * 1024 * 1024;
const copySize = 1024 * 1024;

/**
 * Ships every commit of a database to a folder: a copy of the database file, then the frames of its write-ahead log. This
 * makes all checkpoints itself, so that no frame leaves the log before it is in the archive.
 */
export class WalArchive {
  readonly #database: Database.Database;
  readonly #options: ArchiveOptions;
  readonly #reader: WalReader;
  /** Kept until the database is closed: closing any handle of its file would give its locks back. */
  readonly #descriptor: number;
  readonly #timer: NodeJS.Timeout;
  #generation: { readonly folder: string; readonly start: number; number: number; lastAt: number } | null = null;
  #segment: { readonly descriptor: number; size: number } | null = null;
  #segments = 0;
  #queue: Buffer[] = [];
  #queued = 0;
  #copying: Promise<void> | null = null;

  constructor(database: Database.Database, file: string, options: ArchiveOptions) {
    this.#database = database;
    this.#options = options;
    this.#reader = new WalReader(file);
    this.#descriptor = openSync(file, 'r');
    database.pragma('wal_autocheckpoint = 0');
    this.#timer = setInterval(() => this.ship(), interval).unref();
    this.ship();
  }

  /** To be called after each commit, in the same step. Never throws. */
  committed(): void {
    const generation = this.#generation;
    if (generation === null) return;
    try {
      const frames = this.#reader.read();
      if (frames === null) return;
      generation.number += 1;
      generation.lastAt = Math.max(generation.lastAt, this.#options.clock());
      const record = encodeRecord({ ...frames, number: generation.number, at: generation.lastAt });
      this.#queue.push(record);
      this.#queued += record.length;
    } catch (error) {
      this.#fail(error);
    }
    if (this.#queued > queueSize) this.ship();
  }

  /** Brings what was committed into the archive, durably. Never throws: failures are told, and tried again. */
  ship(): void {
    try {
      this.#ship();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Ships the rest. The database is closed after it, then `release` called. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#copying;
    try {
      this.#endGeneration();
    } catch (error) {
      this.#fail(error);
    }
    this.#closeSegment();
  }

  release(): void {
    this.#reader.close();
    closeSync(this.#descriptor);
  }

  #ship(): void {
    const { clock, everyHours = 24 } = this.#options;
    const generation = this.#generation;
    if (generation !== null) {
      this.#write();
      if (this.#reader.length > checkpointSize) this.#checkpoint();
    } else if (this.#reader.length > checkpointSize) this.#database.pragma('wal_checkpoint(PASSIVE)');
    if (generation !== null && clock() - generation.start < everyHours * hour) return;
    this.#begin();
  }

  /** Begins a generation: with everything in the database file, which stands still while it is copied. */
  #begin(): void {
    const frames = this.#checkpoint();
    // Somebody still reads an older state: the next attempt may find nobody.
    if (frames === null) return;
    const start = Math.max(this.#options.clock(), (this.#generation?.lastAt ?? 0) + 1);
    const folder = join(this.#options.folder, timeName(start));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#endGeneration();
    this.#segments = 0;
    this.#generation = { folder, start, number: 0, lastAt: start };
    // Commits go on meanwhile, and are shipped.
    this.#copying = this.#copy(folder)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#copying = null;
      });
  }

  /** Says that nothing is missing up to here. */
  #endGeneration(): void {
    if (this.#generation === null) return;
    this.#write();
    writeFileSync(join(this.#generation.folder, closedFile), '', { mode: 0o600, flush: true });
    this.#closeSegment();
    this.#generation = null;
  }

  async #copy(folder: string): Promise<void> {
    const { size } = fstatSync(this.#descriptor);
    const digest = createHash('sha256');
    const target = await open(join(folder, baseFile), 'wx', 0o600);
    try {
      const buffer = Buffer.alloc(copySize);
      for (let position = 0; position < size; ) {
        const length = Math.min(copySize, size - position);
        const { bytesRead } = await promisify(read)(this.#descriptor, buffer, 0, length, position);
        if (bytesRead === 0) throw new Error('The database file ended early.');
        const part = buffer.subarray(0, bytesRead);
        digest.update(part);
        await target.write(part);
        position += bytesRead;
      }
      await target.sync();
    } finally {
      await target.close();
    }
    const draft = join(folder, `${baseDigestFile}.partial`);
    writeFileSync(draft, digest.digest('hex'), { mode: 0o600, flush: true });
    renameSync(draft, join(folder, baseDigestFile));
    const { clock, keepDays = 7, folder: archive } = this.#options;
    removeGenerationsBefore(archive, clock() - keepDays * 24 * hour);
  }

  /** Brings the whole log into the database once all of it is archived. Returns its frames; `null` where readers forbid. */
  #checkpoint(): number | null {
    if (this.#copying !== null) return null;
    if (this.#generation !== null) this.#write();
    const [row] = this.#database.pragma('wal_checkpoint(PASSIVE)') as {
      busy: number;
      log: number;
      checkpointed: number;
    }[];
    if (row === undefined || row.busy !== 0 || row.log !== row.checkpointed) return null;
    this.#reader.passCheckpoint(row.log);
    return row.log;
  }

  /** Writes what waits, and brings it to disk. */
  #write(): void {
    if (this.#queue.length === 0) return;
    if (this.#segment === null || this.#segment.size > segmentSize) {
      this.#closeSegment();
      this.#segments += 1;
      const path = join(this.#generation!.folder, segmentName(this.#segments));
      this.#segment = { descriptor: openSync(path, 'wx', 0o600), size: 0 };
    }
    const bytes = Buffer.concat(this.#queue);
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#segment.descriptor, bytes, written, bytes.length - written);
    }
    fdatasyncSync(this.#segment.descriptor);
    this.#segment.size += bytes.length;
    this.#queue = [];
    this.#queued = 0;
  }

  /** Gives the generation up: a part of it is missing. The next attempt begins another. */
  #fail(error: unknown): void {
    this.#generation = null;
    this.#queue = [];
    this.#queued = 0;
    this.#closeSegment();
    this.#options.onError(error);
  }

  #closeSegment(): void {
    if (this.#segment !== null) closeSync(this.#segment.descriptor);
    this.#segment = null;
  }
}
