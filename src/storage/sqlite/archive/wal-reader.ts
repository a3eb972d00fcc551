import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const headerSize = 32;
const frameHeaderSize = 24;

/** Whole transactions as the log has them: for each page a header of 24 bytes, then the page. */
export interface WalFrames {
  /** Bytes of a page. */
  readonly pageSize: number;
  readonly frames: Buffer;
}

/**
 * Follows the write-ahead log of an open database: what each read returns continues what the one before returned. Only
 * who makes all checkpoints may use it. SQLite: "WAL-mode File Format", sections 4.1 to 4.3.
 */
export class WalReader {
  readonly #path: string;
  #descriptor: number | null = null;
  #salts: Buffer | null = null;
  #frame = 0;
  /** Whether the log may begin anew: all of it was read, and is in the database. */
  #mayBegin = true;

  constructor(databaseFile: string) {
    this.#path = `${databaseFile}-wal`;
  }

  /** Bytes of the log that were read. */
  get length(): number {
    return this.#descriptor === null ? 0 : fstatSync(this.#descriptor).size;
  }

  /** Frames of the transactions that were committed since; `null` without any. Throws where some were overwritten. */
  read(): WalFrames | null {
    const header = this.#header();
    if (header === null) return null;
    const { salts, pageSize } = header;
    if (this.#salts === null || !salts.equals(this.#salts)) {
      if (!this.#mayBegin) throw new Error('The log was overwritten before all of it had been read.');
      this.#salts = salts;
      this.#frame = 0;
    }
    this.#mayBegin = false;
    const frameSize = frameHeaderSize + pageSize;
    const start = headerSize + this.#frame * frameSize;
    const rest = this.#bytes(start, Math.max(0, fstatSync(this.#descriptor!).size - start));
    let committed = 0;
    // What a transaction that was rolled back has left behind the last commit has no commit of its own.
    for (let n = 0; (n + 1) * frameSize <= rest.length; n++) {
      const frame = n * frameSize;
      if (!rest.subarray(frame + 8, frame + 16).equals(salts)) break;
      if (rest.readUInt32BE(frame + 4) !== 0) committed = n + 1;
    }
    if (committed === 0) return null;
    this.#frame += committed;
    return { pageSize, frames: rest.subarray(0, committed * frameSize) };
  }

  /** Says that all `frames` of the log are in the database: reading goes on behind them, or in a log that begins anew. */
  passCheckpoint(frames: number): void {
    const header = this.#header();
    this.#salts = header?.salts ?? null;
    this.#frame = frames;
    this.#mayBegin = true;
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #header(): { readonly salts: Buffer; readonly pageSize: number } | null {
    if (this.#descriptor === null) {
      if (!existsSync(this.#path)) return null;
      this.#descriptor = openSync(this.#path, 'r');
    }
    const header = this.#bytes(0, headerSize);
    return header.length < headerSize ? null : { salts: header.subarray(16, 24), pageSize: header.readUInt32BE(8) };
  }

  #bytes(start: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    let read = 0;
    for (let more = -1; read < length && more !== 0; read += more) {
      more = readSync(this.#descriptor!, bytes, read, length - read, start + read);
    }
    return bytes.subarray(0, read);
  }
}

/** Writes the frames of whole transactions into a database file, as a checkpoint does. */
export function applyFrames(
  { pageSize, frames }: WalFrames,
  write: (page: Buffer, position: number) => void,
  truncate: (size: number) => void,
): void {
  const frameSize = frameHeaderSize + pageSize;
  for (let frame = 0; frame < frames.length; frame += frameSize) {
    const page = frames.readUInt32BE(frame);
    write(frames.subarray(frame + frameHeaderSize, frame + frameSize), (page - 1) * pageSize);
    const pages = frames.readUInt32BE(frame + 4);
    if (pages !== 0) truncate(pages * pageSize);
  }
}
