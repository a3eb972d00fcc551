/** Fills the small disk under an engine, in each place where it writes; prints what was seen as one line of JSON. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PreampError } from '../../src/diagnostics/preamp-error.ts';
import { restoreArchive } from '../../src/storage/sqlite/archive/restore-archive.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { StorageEngine } from '../../src/storage/storage-engine.ts';
import { dataModel, model } from '../../src/testing/contract/contract-model.ts';

const disk = process.argv[2]!;
const elsewhere = mkdtempSync(join(tmpdir(), 'preamp-other-disk-'));
const file = join(disk, 'data/main.db');
const filler = join(disk, 'filler');
const note = (fields: Record<string, string>) =>
  dataModel([
    model('Note', ['id'], { fields: { id: 'ID!', text: 'String', ...fields }, indexes: { byText: ['text'] } }),
  ]);
const first = note({ rank: 'Int' });
const text = 'x'.repeat(50_000);
const acknowledged: string[] = [];
let engine: StorageEngine;

/** What a step comes to: `done`, or the code of its failure. */
async function outcome(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error instanceof PreampError ? error.code : String(error);
  }
}

async function write(size = text.length): Promise<string> {
  const id = `n${acknowledged.length}`;
  const item = { id, text: text.slice(0, size), rank: acknowledged.length };
  const result = await outcome(() => engine.open(first).write([{ kind: 'create', model: 'Note', item, checks: [] }]));
  if (result === 'done') acknowledged.push(id);
  return result;
}

/** Writes until it fails; the outcome of that. */
async function writeUntilFull(): Promise<string> {
  for (let n = 0; n < 10_000; n++) {
    const result = await write();
    if (result !== 'done') return result;
  }
  return 'never';
}

/** Takes what is left of the disk. */
function fill(): void {
  for (let size = 1_048_576, n = 0; size >= 512; n++) {
    try {
      writeFileSync(`${filler}${n}`, Buffer.alloc(size));
    } catch {
      size /= 2;
    }
  }
}

function free(): void {
  for (const name of readdirSync(disk)) if (name.startsWith('filler')) rmSync(join(disk, name));
}

/** Items that were acknowledged and are not there. */
async function lost(store = engine.open(first)): Promise<readonly string[]> {
  const found = await store.batchGet(
    'Note',
    acknowledged.map((id) => ({ id })),
  );
  return acknowledged.filter((_, i) => found[i] === null);
}

async function reopen(): Promise<void> {
  await engine.close();
  engine = createSqliteEngine({ file });
}

const seen: Record<string, unknown> = {};

engine = createSqliteEngine({ file });
await engine.migrate(await engine.plan(first), { destructive: false });
writeFileSync(`${filler}0`, Buffer.alloc(30_000_000));
seen.writing = {
  full: await writeUntilFull(),
  again: await write(),
  lost: await lost(),
  many: acknowledged.length > 50,
};
free();
seen.freed = { write: await write(), lost: await lost() };

// The log could go into the database only if that could grow: what is acknowledged stays in the log.
await reopen();
for (let n = 0; n < 20; n++) await write();
fill();
await reopen();
seen.checkpoint = { logKept: existsSync(`${file}-wal`), write: await write(), lost: await lost() };
free();
seen.checkpointFreed = { write: await write(), lost: await lost() };

fill();
seen.backup = {
  outcome: await outcome(() => engine.backup!(join(disk, 'backups/one.sqlite'))),
  left: existsSync(join(disk, 'backups')) ? readdirSync(join(disk, 'backups')) : [],
  lost: await lost(),
};
const second = note({ rank: 'String' });
seen.migration = {
  outcome: await outcome(async () => engine.migrate(await engine.plan(second), { destructive: true })),
  lost: await lost(),
};
free();
seen.backupFreed = await outcome(() => engine.backup!(join(disk, 'backups/one.sqlite')));
rmSync(join(disk, 'backups'), { recursive: true });
// A table that is copied is there twice for a while, and once more in the log.
seen.migrationFreed = {
  outcome: await outcome(async () => engine.migrate(await engine.plan(second), { destructive: true })),
  lost: await lost(engine.open(second)),
};
await engine.close();

// An archive on the full disk, of a database elsewhere.
for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
acknowledged.length = 0;
const errors: string[] = [];
const other = join(elsewhere, 'main.db');
const archive = join(disk, 'archive');
const open = () =>
  createSqliteEngine({
    file: other,
    archive: {
      folder: archive,
      clock: Date.now,
      onError: (error) => errors.push(error instanceof Error && 'code' in error ? String(error.code) : String(error)),
    },
  });
engine = open();
await engine.migrate(await engine.plan(first), { destructive: false });
await write();
fill();
for (let n = 0; n < 120; n++) await write();
const during = { writes: acknowledged.length, lost: await lost() };
await engine.close();
seen.archive = { ...during, told: errors.length > 0 && errors.every((code) => code === 'ENOSPC') };
free();
errors.length = 0;
engine = open();
await write();
await engine.close();
const restored = join(elsewhere, 'restored.db');
restoreArchive(archive, restored, null);
engine = createSqliteEngine({ file: restored });
seen.archiveFreed = { errors, lost: await lost() };
await engine.close();
rmSync(elsewhere, { recursive: true });
console.log(JSON.stringify(seen));
