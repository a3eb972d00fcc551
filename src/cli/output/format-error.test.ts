import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { formatError } from './format-error.ts';
import { plain } from './style.ts';

/** What the system throws. */
function thrownBy(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

it('an error of ours is what, what to do, and its code', () => {
  const error = new PreampError('port-taken', 'Port 1 is in use.', { hint: 'Choose another.' });
  expect(formatError(error, plain)).toBe('✖ Port 1 is in use.\n  Choose another.\n  [port-taken]');
});

it('a file that cannot be written is no defect', () => {
  const folder = mkdtempSync(join(tmpdir(), 'format-error-'));
  const hint = '  Check the path, its permissions and the space on the disk.\n  [file-failed]';
  const missing = join(folder, 'gone', 'a.json');
  expect(
    formatError(
      thrownBy(() => writeFileSync(missing, '')),
      plain,
    ),
  ).toBe(`✖ ${missing}: no such file or folder.\n${hint}`);
  expect(
    formatError(
      thrownBy(() => writeFileSync(folder, '')),
      plain,
    ),
  ).toBe(`✖ ${folder}: it is a folder.\n${hint}`);
  writeFileSync(join(folder, 'file'), '');
  const below = join(folder, 'file', 'below');
  expect(
    formatError(
      thrownBy(() => mkdirSync(below)),
      plain,
    ),
  ).toBe(`✖ ${below}: a part of the path is no folder.\n${hint}`);
  rmSync(folder, { recursive: true });
});

it('any other error is a defect, and shows its stack', () => {
  const error = new TypeError('x is not a function');
  expect(formatError(error, plain)).toBe(`✖ Preamp failed in a way it should not. Please report this:\n${error.stack}`);
});
