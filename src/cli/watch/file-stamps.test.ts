import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FileStamps } from './file-stamps.ts';

it('tells of a write, a replacement and a removal, once each', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stamps-'));
  const file = join(folder, 'a.ts');
  const other = join(folder, 'b.ts');
  const stamps = new FileStamps();
  const twice = () => [stamps.hasChanged(file), stamps.hasChanged(file)];
  expect(twice()).toEqual([true, false]);
  writeFileSync(file, '1');
  expect(twice()).toEqual([true, false]);
  // The same text, saved again.
  utimesSync(file, 1, 1);
  expect(twice()).toEqual([true, false]);
  writeFileSync(other, '1');
  utimesSync(other, 1, 1);
  renameSync(other, file);
  expect(twice()).toEqual([true, false]);
  rmSync(file);
  expect(twice()).toEqual([true, false]);
  rmSync(folder, { recursive: true });
});
