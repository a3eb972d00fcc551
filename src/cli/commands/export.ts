import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Model } from '../../ir/data-model.ts';
import { backupDatabaseFile } from '../../storage/sqlite/backup-database-file.ts';
import type { Cursor, Store } from '../../storage/storage-engine.ts';
import { type ItemLines, itemLines, type LineFormat } from '../../storage/transfer/item-lines.ts';
import { type DataDirectory, openDataDirectory } from '../data/data-directory.ts';
import { dataFile } from '../data/data-files.ts';
import { displayPath } from '../output/display-path.ts';
import { createProgress, type Progress } from '../output/progress.ts';
import type { Terminal } from '../output/terminal.ts';
import { type EngineFlags, engineSettings, originOf } from '../serve/engine-settings.ts';
import { openEngine } from '../serve/open-engine.ts';
import { dataFolder, openData, readProject, type ServeFlags } from './serve-command.ts';

export interface ExportCommand extends ServeFlags, EngineFlags {
  readonly folder: string;
  readonly format: LineFormat;
}

const stateFile = 'state.json';
const stateSchema = v.object({
  /** Where the items come from. */
  source: v.string(),
  format: v.picklist(['jsonl', 'dynamodb']),
  /** Models that are complete. */
  done: v.array(v.string()),
  /** Where the model under way is: the bytes written, and the item they end with. */
  current: v.nullable(
    v.object({
      model: v.string(),
      bytes: v.number(),
      items: v.number(),
      cursor: v.record(v.string(), v.union([v.string(), v.number()])),
    }),
  ),
});
type State = v.InferOutput<typeof stateSchema>;

const pageSize = 1000;

/**
 * Writes every item into a file for each model. Broken off, it goes on from there when it is repeated.
 *
 * From SQLite, all items are from one moment: that of a copy which is made first and removed at the end. DynamoDB is
 * read as it is, item by item, while others may write.
 */
export async function runExport(command: ExportCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, project, model } = result;
  const settings = engineSettings(config, project.declared, command);
  const source = settings.type === 'sqlite' ? existingData(dataFolder(command, config)) : null;
  const folder = resolve(command.folder);
  const { sqlite: driver } = (await openData(command, config)).encryption;
  const work = await openDataDirectory(join(folder, '.partial'));
  const origin = { source: originOf(settings), format: command.format };
  let state = readState(work, origin);
  if (state !== null) terminal.note('Going on with the export that was broken off.');
  else {
    if (source !== null) await backupDatabaseFile(source, work.file(dataFile), driver);
    state = { ...origin, done: [], current: null };
    work.write(stateFile, state);
  }
  const progress = createProgress(terminal);
  const engine = await openEngine(settings, work, { driver });
  try {
    const store = engine.open(model);
    for (const each of model.models) {
      if (state.done.includes(each.name)) continue;
      const lines = itemLines(each, model);
      const draft = work.file(`${each.name}.jsonl`);
      await writeModel(store, each, lines, { draft, state, progress, save: (next) => work.write(stateFile, next) });
      renameSync(draft, join(folder, `${each.name}.jsonl`));
      state = { ...state, done: [...state.done, each.name], current: null };
      work.write(stateFile, state);
    }
  } finally {
    await engine.close();
  }
  rmSync(work.path!, { recursive: true });
  terminal.note(`Exported to ${displayPath(folder)}.`);
}

/** The database of a data folder. */
function existingData(folder: string): string {
  const file = join(folder, dataFile);
  if (existsSync(file)) return file;
  throw new PreampError('data-folder-missing', 'There is no data to export yet.', {
    hint: 'Run `preamp sandbox` once, or name the folder with --data.',
  });
}

interface Writing {
  readonly draft: string;
  readonly state: State;
  readonly progress: Progress;
  readonly save: (state: State) => void;
}

async function writeModel(store: Store, model: Model, lines: ItemLines, writing: Writing): Promise<void> {
  const { draft, state, progress, save } = writing;
  const resumed = state.current?.model === model.name ? state.current : null;
  let { bytes, items } = resumed ?? { bytes: 0, items: 0 };
  let after: Cursor | null = resumed?.cursor ?? null;
  const descriptor = openSync(draft, existsSync(draft) ? 'r+' : 'w', 0o600);
  try {
    // What was written after the last state was saved is written again.
    ftruncateSync(descriptor, bytes);
    for (let more = true; more; more = after !== null) {
      const page = await store.scan({ model: model.name, filter: null, limit: pageSize, after });
      const text = Buffer.from(page.items.map((item) => `${lines.write(item, state.format)}\n`).join(''));
      bytes += writeAll(descriptor, text, bytes);
      items += page.items.length;
      after = page.next;
      progress.show(model.name, items);
      if (after === null) continue;
      fsyncSync(descriptor);
      save({ ...state, current: { model: model.name, bytes, items, cursor: after } });
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  progress.done(model.name, items);
}

function writeAll(descriptor: number, text: Buffer, position: number): number {
  for (let written = 0; written < text.length; ) {
    written += writeSync(descriptor, text, written, text.length - written, position + written);
  }
  return text.length;
}

/** The state of such an export that was broken off; what another left is removed. */
function readState(work: DataDirectory, origin: Pick<State, 'source' | 'format'>): State | null {
  const { success, output } = v.safeParse(stateSchema, work.read(stateFile));
  const isWhole = origin.source !== 'sqlite' || existsSync(work.file(dataFile));
  if (success && output.source === origin.source && output.format === origin.format && isWhole) return output;
  rmSync(work.path!, { recursive: true });
  mkdirSync(work.path!, { mode: 0o700 });
  return null;
}
