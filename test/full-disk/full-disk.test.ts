import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findMountWay, runOnSmallDisk } from './small-disk.ts';

const way = findMountWay();
if (way === null) console.warn('Tests of a full disk are skipped: nothing can be mounted here.');

function seenBy(script: string, size: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'preamp-disk-'));
  onTestFinished(() => rmdirSync(folder));
  return runOnSmallDisk(way!, size, folder, script);
}

describe.skipIf(way === null)('a disk that is full', { timeout: 120_000 }, () => {
  test('fails writes, checkpoints, backups, migrations and archives, loses nothing, and is forgotten once it is not', async () => {
    expect(await seenBy('engine-load.ts', '40m')).toEqual({
      writing: { full: 'storage-full', again: 'storage-full', lost: [], many: true },
      freed: { write: 'done', lost: [] },
      checkpoint: { logKept: true, write: 'storage-full', lost: [] },
      checkpointFreed: { write: 'done', lost: [] },
      backup: { outcome: 'storage-full', left: [], lost: [] },
      migration: { outcome: 'storage-full', lost: [] },
      backupFreed: 'done',
      migrationFreed: { outcome: 'done', lost: [] },
      archive: { writes: 121, lost: [], told: true },
      archiveFreed: { errors: [], lost: [] },
    });
  });

  test('under `preamp start`: clients are told, reads go on, and so do writes once there is space', async () => {
    const error = {
      message: 'The disk of the server is full, so nothing was written.',
      errorType: 'DynamoDB:InternalServerErrorException',
      path: ['createPost'],
    };
    expect(await seenBy('server-load.ts', '16m')).toEqual({
      full: { errors: [expect.objectContaining(error)], missing: 0 },
      freed: { missing: 0 },
      logged: true,
    });
  });
});
