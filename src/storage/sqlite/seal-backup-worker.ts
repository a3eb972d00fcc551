import { closeSync, fsyncSync, openSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** Thread of `writeBackup`: makes the copy a single file, checks it, and answers with a list of problems. */
const file = workerData as string;
const database = new Database(file);
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
