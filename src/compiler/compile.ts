import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ApiSettings, DataModel } from '../ir/data-model.ts';
import { createLocate } from '../sdl/locate.ts';
import { lowerDocument } from '../sdl/lower-document.ts';
import { parseSources } from '../sdl/parse-sources.ts';
import { createReport } from '../sdl/report.ts';
import type { Source } from '../sdl/source.ts';
import { deepFreeze } from '../util/deep-freeze.ts';
import { checkModel } from './check-model.ts';
import { resolveSettings } from './resolve-settings.ts';

export type { DocumentSource, Source, TextSource } from '../sdl/source.ts';

export interface CompileOptions {
  /** Settings of the API; see {@link resolveSettings} for what holds where one is left out. */
  readonly settings?: Partial<ApiSettings>;
}

export interface Compilation {
  /** The frozen data model; `null` where a diagnostic is an error. */
  readonly model: DataModel | null;
  /**
   * All errors, or, where there are none, all warnings; by place, file by file in the order given, then
   * files that built documents refer to. Warnings wait for
   * the errors to be gone because many would only follow from them.
   */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles sources, which make one schema together, into a data model. Bad input never throws: all that is wrong with
 * it comes back as diagnostics. Equal input gives equal output, byte for byte.
 */
export function compile(sources: readonly Source[], options: CompileOptions = {}): Compilation {
  const { definitions, diagnostics: found } = parseSources(sources);
  const unreadable = found.filter((diagnostic) => diagnostic.severity === 'error');
  if (unreadable.length > 0) return { model: null, diagnostics: inSourceOrder(unreadable, sources) };
  const diagnostics = [...found];
  const report = createReport(diagnostics, createLocate(sources));
  const settings = resolveSettings(sources, options.settings ?? {});
  const { model, draft } = lowerDocument(definitions, sources, settings, report);
  checkModel(model, draft, report, () => diagnostics.some(isError));
  const errors = diagnostics.filter(isError);
  if (errors.length > 0) return { model: null, diagnostics: inSourceOrder(errors, sources) };
  return { model: deepFreeze(model), diagnostics: inSourceOrder(diagnostics, sources) };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function inSourceOrder(diagnostics: readonly Diagnostic[], sources: readonly Source[]): readonly Diagnostic[] {
  const files = sources.map((source) => source.file);
  return diagnostics.toSorted(({ location: a }, { location: b }) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const byFile = files.indexOf(a.file) - files.indexOf(b.file) || Number(a.file > b.file) - Number(a.file < b.file);
    return byFile || a.line - b.line || a.column - b.column;
  });
}
