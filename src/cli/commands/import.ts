import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel, Model } from '../../ir/data-model.ts';
import { createSqliteEngine } from '../../storage/sqlite/sqlite-engine.ts';
import type { Store, WriteOperation } from '../../storage/storage-engine.ts';
import { itemLines } from '../../storage/transfer/item-lines.ts';
import { type DataDirectory, openDataDirectory } from '../data/data-directory.ts';
import { dataFile } from '../data/data-files.ts';
import { lockData } from '../data/data-lock.ts';
import { displayPath } from '../output/display-path.ts';
import { createProgress, type Progress } from '../output/progress.ts';
import type { Terminal } from '../output/terminal.ts';
import { dataFolder, readProject, type ServeFlags } from './serve-command.ts';

export interface ImportCommand extends ServeFlags {
  readonly folder: string;
}

const stateFile = 'import.json';
/** Lines of each file that are stored, by the file and what tells whether it is still the same. */
const stateSchema = v.record(v.string(), v.number());
type State = Readonly<Record<string, number>>;

const batchSize = 500;

/**
 * Stores the items of a folder's files, each under its key: what has the same key is replaced. No server may run on the
 * data folder, so nobody is told of changes. Broken off, it goes on from there when it is repeated.
 */
export async function runImport(command: ImportCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, model } = result;
  const folder = resolve(command.folder);
  const files = filesByModel(folder, model);
  if (files.length === 0) {
    throw new PreampError('import-empty', `There is no file of a model in ${displayPath(folder)}.`, {
      hint: `Name files after models, as ${model.models[0]?.name ?? 'Post'}.jsonl, or folders of DynamoDB exports after their tables.`,
    });
  }
  const data = openDataDirectory(dataFolder(command, config));
  const unlock = lockData(data);
  const engine = createSqliteEngine({ file: data.file(dataFile) });
  try {
    await engine.migrate(await engine.plan(model), { destructive: false });
    const store = engine.open(model);
    const progress = createProgress(terminal);
    for (const [each, paths] of files) await importModel(each, paths, { model, store, data, progress, terminal });
    data.write(stateFile, {});
  } finally {
    await engine.close();
    unlock();
  }
}

interface Importing {
  readonly model: DataModel;
  readonly store: Store;
  readonly data: DataDirectory;
  readonly progress: Progress;
  readonly terminal: Terminal;
}

async function importModel(model: Model, paths: readonly string[], importing: Importing): Promise<void> {
  const { store, data, progress, terminal } = importing;
  const lines = itemLines(model, importing.model);
  const leftOut = new Map<string, number>();
  let items = 0;
  for (const path of paths) {
    const id = identityOf(path);
    const stored = readState(data)[id] ?? 0;
    let batch: WriteOperation[] = [];
    let line = 0;
    const flush = async () => {
      await store.write(batch);
      items += batch.length;
      batch = [];
      data.write(stateFile, { ...readState(data), [id]: line });
      progress.show(model.name, items);
    };
    for await (const text of readLines(path)) {
      line += 1;
      if (line <= stored || text.trim() === '') continue;
      const { item, leftOut: names } = locate(path, line, () => lines.read(text));
      for (const name of names) leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
      if (item !== null) batch.push({ kind: 'put', model: model.name, item });
      if (batch.length === batchSize) await flush();
    }
    await flush();
  }
  progress.done(model.name, items);
  for (const [name, count] of leftOut) {
    terminal.note(`⚠ ${model.name} has no field ${name}: left out of ${count} ${count === 1 ? 'item' : 'items'}.`);
  }
}

function readLines(path: string): AsyncIterable<string> {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY });
  const unpacked = createGunzip();
  file.once('error', (error) => unpacked.destroy(error));
  return createInterface({ input: file.pipe(unpacked), crlfDelay: Number.POSITIVE_INFINITY });
}

function locate<T>(path: string, line: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PreampError)) throw error;
    throw new PreampError(error.code, `${displayPath(path)}:${line}: ${error.message}`, {
      hint: 'What stands before it is stored. Correct the line, and repeat the command.',
      cause: error,
    });
  }
}

/** A file that was changed is imported from its start. */
function identityOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

function readState(data: DataDirectory): State {
  const state = v.safeParse(stateSchema, data.read(stateFile));
  return state.success ? state.output : {};
}

const itemFile = /\.jsonl?(\.gz)?$/;

/** Files of each model: `Post.jsonl`, or all in a folder named after the model or its table, as `Post-a1b2c3-main`. */
function filesByModel(folder: string, model: DataModel): readonly (readonly [Model, readonly string[]])[] {
  if (!existsSync(folder)) {
    throw new PreampError('file-not-found', `There is no folder ${displayPath(folder)}.`, { hint: 'Check its path.' });
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => itemFile.test(path) && !basename(path).startsWith('manifest-') && !path.startsWith('.'))
    .sort();
  return model.models.flatMap((each) => {
    const isOf = (path: string) => {
      const [first = ''] = relative(folder, join(folder, path)).split(/[\\/]/);
      const name = first.replace(itemFile, '');
      return [each.name, each.table].some((table) => name === table || name.startsWith(`${table}-`));
    };
    const own = files.filter(isOf).map((path) => join(folder, path));
    return own.length === 0 ? [] : [[each, own] as const];
  });
}
