import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel, Model } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import { itemLines } from '../../storage/transfer/item-lines.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { importFile } from '../data/data-files.ts';
import { type ItemWriter, openItemWriter } from '../data/item-writer.ts';
import { displayPath } from '../output/display-path.ts';
import { createProgress, type Progress } from '../output/progress.ts';
import type { Terminal } from '../output/terminal.ts';
import { type EngineFlags, engineSettings, originOf } from '../serve/engine-settings.ts';
import { openData, readProject, type ServeFlags } from './serve-command.ts';

export interface ImportCommand extends ServeFlags, EngineFlags {
  readonly folder: string;
}

/** Lines of each file that are stored, by the file and what tells whether it is still the same. */
const stateSchema = v.record(v.string(), v.number());
type State = Readonly<Record<string, number>>;

/** Lines between two records of how far the import is. */
const batchSize = 500;
/** Bytes of lines that are written at once; DynamoDB takes 4 MB in a transaction. */
const largestWrite = 1_000_000;

/**
 * Stores the items of a folder's files, each under its key: what has the same key is replaced. A server that has the data
 * folder stores them itself, and tells its subscribers; servers on DynamoDB are not told. Broken off, the import goes on
 * from there when it is repeated.
 */
export async function runImport(command: ImportCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, project, model } = result;
  const settings = engineSettings(config, project.declared, command);
  const folder = resolve(command.folder);
  const files = filesByModel(folder, model);
  if (files.length === 0) {
    throw new PreampError('import-empty', `There is no file of a model in ${displayPath(folder)}.`, {
      hint: `Name files after models, as ${model.models[0]?.name ?? 'Post'}.jsonl, or folders of DynamoDB exports after their tables.`,
    });
  }
  const data = await openData(command, config);
  const writer = await openItemWriter(data, model, settings);
  try {
    if (writer.live) terminal.note('The server that runs stores the items, and tells subscribers.');
    const progress = createProgress(terminal);
    const importing = { model, writer, target: originOf(settings), data, progress, terminal };
    for (const [each, paths] of files) await importModel(each, paths, importing);
    data.write(importFile, {});
  } finally {
    await writer.close();
  }
}

interface Importing {
  readonly model: DataModel;
  readonly writer: ItemWriter;
  /** Tells the store from others. */
  readonly target: string;
  readonly data: DataDirectory;
  readonly progress: Progress;
  readonly terminal: Terminal;
}

async function importModel(model: Model, paths: readonly string[], importing: Importing): Promise<void> {
  const { writer, target, data, progress, terminal } = importing;
  const lines = itemLines(model, importing.model);
  const leftOut = new Map<string, number>();
  let items = 0;
  for (const path of paths) {
    const id = `${identityOf(path)} ${target}`;
    const stored = readState(data)[id] ?? 0;
    let batches = new Batches(writer.mostAtOnce);
    let line = 0;
    let flushed = stored;
    const flush = async () => {
      try {
        // Side by side, and in the order of the lines where several have one key.
        await Promise.all(batches.list.map((batch) => writer.write(model.name, batch)));
      } catch (error) {
        throw located(path, `${flushed + 1} to ${line}`, error);
      }
      flushed = line;
      items += batches.count;
      batches = new Batches(writer.mostAtOnce);
      data.write(importFile, { ...readState(data), [id]: line });
      progress.show(model.name, items);
    };
    for await (const text of readLines(path)) {
      line += 1;
      if (line <= stored || text.trim() === '') continue;
      const { item, leftOut: names } = readLine(path, line, () => lines.read(text));
      for (const name of names) leftOut.set(name, (leftOut.get(name) ?? 0) + 1);
      if (item !== null) batches.add(item, Buffer.byteLength(text));
      if (batches.count === batchSize) await flush();
    }
    await flush();
  }
  progress.done(model.name, items);
  for (const [name, count] of leftOut) {
    terminal.note(`⚠ ${model.name} has no field ${name}: left out of ${count} ${count === 1 ? 'item' : 'items'}.`);
  }
}

/** Items in groups that are written at once. */
class Batches {
  readonly list: Item[][] = [];
  readonly #most: number;
  count = 0;
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(item: Item, bytes: number): void {
    const last = this.list.at(-1);
    if (last === undefined || last.length === this.#most || this.#bytes + bytes > largestWrite) {
      this.list.push([item]);
      this.#bytes = bytes;
    } else {
      last.push(item);
      this.#bytes += bytes;
    }
    this.count++;
  }
}

function readLines(path: string): AsyncIterable<string> {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY });
  const unpacked = createGunzip();
  file.once('error', (error) => unpacked.destroy(error));
  return createInterface({ input: file.pipe(unpacked), crlfDelay: Number.POSITIVE_INFINITY });
}

function readLine<T>(path: string, line: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw located(path, `${line}`, error);
  }
}

function located(path: string, lines: string, error: unknown): unknown {
  if (!(error instanceof PreampError)) return error;
  return new PreampError(error.code, `${displayPath(path)}:${lines}: ${error.message}`, {
    hint: `${error.hint ?? ''} What stands before is stored. Correct what is wrong, and repeat the command.`.trim(),
    cause: error,
  });
}

/** A file that was changed is imported from its start. */
function identityOf(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path} ${size} ${mtimeMs}`;
}

function readState(data: DataDirectory): State {
  const state = v.safeParse(stateSchema, data.read(importFile));
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
