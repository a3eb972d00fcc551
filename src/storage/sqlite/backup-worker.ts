import { closeSync, fsyncSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { plainSqlite } from '../../util/sqlite-driver.ts';
import { loadCipherSqlite } from './cipher-sqlite.ts';

/** What the thread of `writeBackup` is given. */
export interface BackupWork {
  /** The copy. */
  readonly file: string;
  /** 64 hexadecimal digits; `null` for plain files. */
  readonly key: string | null;
  /** The database to copy first; `null` where the copy is there. */
  readonly source: string | null;
}

/** Thread of `writeBackup`: makes the copy a single file, checks it, and answers with a list of problems. */
const { file, key, source } = workerData as BackupWork;
const driver = key === null ? plainSqlite : await loadCipherSqlite(Buffer.from(key, 'hex'));
if (source !== null) {
  const original = driver.open(source, { fileMustExist: true });
  try {
    original.prepare('VACUUM INTO ?').run(file);
  } finally {
    original.close();
  }
}
const database = driver.open(file);
let problems: string[];
try {
  // The copy says of itself that it has a write-ahead log; without one it can be read where nothing may be written.
  database.pragma('journal_mode = DELETE');
  const answers = database.pragma('integrity_check') as { integrity_check: string }[];
  problems = answers.map((answer) => answer.integrity_check).filter((answer) => answer !== 'ok');
} finally {
  database.close();
}
const descriptor = openSync(file, 'r+');
fsyncSync(descriptor);
closeSync(descriptor);
parentPort?.postMessage(problems);
