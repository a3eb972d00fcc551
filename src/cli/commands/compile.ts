import { buildApi } from '../../api/build-api.ts';
import { printSdl } from '../../artifacts/print-sdl.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { ApiSettings, DataModel } from '../../ir/data-model.ts';
import { describeTables, type TableDescription } from '../../storage/dynamodb/describe-tables.ts';
import { loadConfig } from '../config/load-config.ts';
import { CommandFailed } from '../output/command-failed.ts';
import { displayPath } from '../output/display-path.ts';
import { formatDiagnostic } from '../output/format-diagnostic.ts';
import { summarizeModel } from '../output/summarize-model.ts';
import type { Terminal } from '../output/terminal.ts';
import { type AdjustSettings, compileProject } from '../project/compile-project.ts';
import { readCompileSettings } from '../project/compile-settings.ts';
import { sourceAt } from '../project/discover-project.ts';

export interface CompileCommand {
  readonly files: readonly string[];
  /** `null`: a summary for people. */
  readonly format: 'sdl' | 'json' | 'ir' | null;
  /** File with the API's settings. */
  readonly options: string | null;
}

/** One line of `compile --json`. */
interface CompileResult {
  readonly file: string;
  readonly ok: boolean;
  readonly sdl: string | null;
  readonly tables: readonly TableDescription[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles each file on its own. Fails after the last one when one was invalid. */
export async function runCompile(command: CompileCommand, terminal: Terminal): Promise<void> {
  const settings = command.options === null ? null : readCompileSettings(command.options);
  let failed = false;
  for (const file of command.files) {
    const { model, diagnostics } = await compileFile(file, settings);
    if (model === null) failed = true;
    if (command.format === 'json') terminal.out(JSON.stringify(toResult(file, model, diagnostics)));
    else report(file, model, diagnostics, command.format, terminal);
  }
  if (failed) throw new CommandFailed();
}

/** A file that cannot be read is a diagnostic like others: the next file is still compiled. */
async function compileFile(
  file: string,
  settings: Partial<ApiSettings> | null,
): Promise<{ readonly model: DataModel | null; readonly diagnostics: readonly Diagnostic[] }> {
  try {
    const source = sourceAt(file);
    // A resource file on its own is a schema, not a backend: without options its modes are the compiler's defaults.
    const isSchemaOnly = source.kind === 'module' && !/\bbackend\.[cm]?[jt]s$/.test(source.entry);
    const adjust: AdjustSettings = (declared) => settings ?? (isSchemaOnly ? {} : declared);
    // All that is taken from a configuration is whether AI routes are left out: the other settings are of one backend.
    const { config } = source.kind === 'module' ? await loadConfig(process.cwd(), null) : { config: {} };
    return await compileProject(source, adjust, config);
  } catch (error) {
    if (!(error instanceof PreampError)) throw error;
    const { code, name, message, hint } = error;
    return { model: null, diagnostics: [{ code, severity: 'error', name, message, location: null, hint }] };
  }
}

function toResult(file: string, model: DataModel | null, diagnostics: readonly Diagnostic[]): CompileResult {
  return {
    file,
    ok: model !== null,
    sdl: model === null ? null : printSdl(buildApi(model)),
    tables: model === null ? null : describeTables(model),
    diagnostics: diagnostics.map((diagnostic) => {
      const { location } = diagnostic;
      return location === null
        ? diagnostic
        : { ...diagnostic, location: { ...location, file: displayPath(location.file) } };
    }),
  };
}

function report(
  file: string,
  model: DataModel | null,
  diagnostics: readonly Diagnostic[],
  format: 'sdl' | 'ir' | null,
  { out, note, style, noteStyle }: Terminal,
): void {
  for (const diagnostic of diagnostics) note(`${formatDiagnostic(diagnostic, noteStyle)}\n`);
  if (model === null) note(`${noteStyle('red', '✖')} ${file} is not valid.`);
  else if (format === 'sdl') out(printSdl(buildApi(model)).trimEnd());
  else if (format === 'ir') out(JSON.stringify(model, null, 2));
  else out(`${style('green', '✔')} ${file}: ${summarizeModel(model)}`);
}
