import { createHash } from 'node:crypto';
import * as v from 'valibot';

/** What one commit added to the log. */
export interface ArchiveRecord {
  /** Counts from 1 in a generation. */
  readonly number: number;
  /** Milliseconds since 1970; never less than in the record before. */
  readonly at: number;
  readonly pageSize: number;
  readonly frames: Buffer;
}

const magic = Buffer.from('PRW1');
const digestSize = 32;
/** Magic, and the length of the JSON that follows. */
const prefixSize = 8;

const head = v.object({ number: v.number(), at: v.number(), pageSize: v.number(), length: v.number() });

/** A record as a segment holds it: prefix, JSON, frames, and the SHA-256 of JSON and frames. */
export function encodeRecord({ number, at, pageSize, frames }: ArchiveRecord): Buffer {
  const json = Buffer.from(JSON.stringify({ number, at, pageSize, length: frames.length }));
  const prefix = Buffer.alloc(prefixSize);
  magic.copy(prefix);
  prefix.writeUInt32BE(json.length, magic.length);
  return Buffer.concat([prefix, json, frames, digest(json, frames)]);
}

/**
 * The records of a segment, up to the first that is not whole: a crash leaves such a one at the end. Returns whether there
 * was none.
 */
export function* decodeRecords(segment: Buffer): Generator<ArchiveRecord, boolean> {
  let position = 0;
  while (position + prefixSize <= segment.length) {
    if (!segment.subarray(position, position + magic.length).equals(magic)) return false;
    const jsonEnd = position + prefixSize + segment.readUInt32BE(position + magic.length);
    if (jsonEnd > segment.length) return false;
    const json = segment.subarray(position + prefixSize, jsonEnd);
    const parsed = parseHead(json);
    if (parsed === null) return false;
    const end = jsonEnd + parsed.length;
    const frames = segment.subarray(jsonEnd, end);
    if (end + digestSize > segment.length) return false;
    if (!digest(json, frames).equals(segment.subarray(end, end + digestSize))) return false;
    yield { number: parsed.number, at: parsed.at, pageSize: parsed.pageSize, frames };
    position = end + digestSize;
  }
  return position === segment.length;
}

function parseHead(json: Buffer): v.InferOutput<typeof head> | null {
  try {
    return v.parse(head, JSON.parse(json.toString()));
  } catch {
    return null;
  }
}

function digest(json: Buffer, frames: Buffer): Buffer {
  return createHash('sha256').update(json).update(frames).digest();
}
