import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { rewriteDatabase } from '../../storage/sqlite/rewrite-database.ts';
import type { DataEncryption } from './data-encryption.ts';
import { companionFiles, dataFile, importFile, isMigrationCopy, usersFile } from './data-files.ts';
import { encryptionMarkerFile, markerText } from './encryption-marker.ts';

/** Written when all files stand ready in their new form; from then on the change is carried out, whatever happens. */
const changeFile = 'encryption-change.json';
const draftEnd = '.rewritten';
const schema = v.object({
  files: v.array(v.string()),
  /** Content of the marker afterwards; `null` for none. */
  marker: v.nullable(v.string()),
});

/**
 * Writes all files of a data folder anew, under another key or as plain files: all of them, or after a crash those of
 * before. The caller holds the folder's lock. Folders that a restore has left are not touched.
 */
export async function changeEncryption(folder: string, from: DataEncryption, to: DataEncryption): Promise<void> {
  const names = readdirSync(folder);
  for (const left of names.filter((name) => name.endsWith(draftEnd))) rmSync(join(folder, left));
  const databases = names.filter((name) => name === dataFile || name === usersFile || isMigrationCopy(name));
  for (const name of databases) {
    const file = join(folder, name);
    await rewriteDatabase({ file, key: from.sqlite.key }, { file: `${file}${draftEnd}`, key: to.sqlite.key });
  }
  const texts = [...companionFiles, importFile].filter((name) => name !== usersFile && names.includes(name));
  for (const name of texts) {
    const text = from.seal.open(readFileSync(join(folder, name), 'utf8'), name);
    writeFileSync(join(folder, `${name}${draftEnd}`), to.seal.seal(text, name), { mode: 0o600, flush: true });
  }
  const change = { files: [...databases, ...texts], marker: to.keyId === null ? null : markerText(to.keyId) };
  const draft = join(folder, `${changeFile}${draftEnd}`);
  writeFileSync(draft, JSON.stringify(change), { mode: 0o600, flush: true });
  renameSync(draft, join(folder, changeFile));
  finishEncryptionChange(folder);
}

/** Carries out a change that stands ready, or what is left of it. Without one nothing happens. */
export function finishEncryptionChange(folder: string): void {
  const path = join(folder, changeFile);
  if (!existsSync(path)) return;
  const { files, marker } = v.parse(schema, JSON.parse(readFileSync(path, 'utf8')));
  for (const name of files) {
    const draft = join(folder, `${name}${draftEnd}`);
    if (!existsSync(draft)) continue;
    // The log is in the draft already, and must not meet it.
    for (const log of ['-wal', '-shm']) rmSync(join(folder, `${name}${log}`), { force: true });
    renameSync(draft, join(folder, name));
  }
  const markerPath = join(folder, encryptionMarkerFile);
  if (marker === null) rmSync(markerPath, { force: true });
  else writeFileSync(markerPath, marker, { mode: 0o600, flush: true });
  rmSync(path);
}
