import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBackupSchedule } from './backup-schedule.ts';

const hour = 3_600_000;

function schedule() {
  const folder = mkdtempSync(join(tmpdir(), 'preamp-schedule-'));
  const time = { now: Date.parse('2024-05-01T12:00:00Z') };
  const failures: unknown[] = [];
  const state = { fails: false };
  const ignore = () => {};
  const made = createBackupSchedule({
    folder,
    everyHours: 24,
    keep: 2,
    clock: () => time.now,
    backup: async (file) => {
      if (state.fails) throw new Error('disk full');
      writeFileSync(file, '');
    },
    log: { debug: ignore, info: ignore, warn: ignore, error: (_, fields) => failures.push(fields?.error) },
  });
  onTestFinished(async () => {
    await made.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...made, folder, time, failures, state, files: () => readdirSync(folder).sort() };
}

describe('createBackupSchedule', () => {
  it('backs up at once, then when the interval has passed, and keeps the newest', async () => {
    const { check, files, time, folder } = schedule();
    writeFileSync(join(folder, 'preamp-notes.sqlite'), '');
    await check();
    await check();
    expect(files()).toEqual(['preamp-2024-05-01T12-00-00Z.sqlite', 'preamp-notes.sqlite']);
    time.now += 24 * hour - 1;
    await check();
    expect(files()).toHaveLength(2);
    time.now += 1;
    await check();
    time.now += 25 * hour;
    await Promise.all([check(), check()]);
    expect(files()).toEqual([
      'preamp-2024-05-02T12-00-00Z.sqlite',
      'preamp-2024-05-03T13-00-00Z.sqlite',
      'preamp-notes.sqlite',
    ]);
  });

  it('removes nothing when a backup fails, and tries again', async () => {
    const { check, files, time, failures, state } = schedule();
    await check();
    state.fails = true;
    time.now += 24 * hour;
    await check();
    expect(failures).toEqual(['disk full']);
    expect(files()).toEqual(['preamp-2024-05-01T12-00-00Z.sqlite']);
    state.fails = false;
    time.now += 60_000;
    await check();
    expect(files()).toEqual(['preamp-2024-05-01T12-00-00Z.sqlite', 'preamp-2024-05-02T12-01-00Z.sqlite']);
  });
});
