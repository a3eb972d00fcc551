import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ApiSettings, DataModel } from '../ir/data-model.ts';
import { createLocate } from '../sdl/locate.ts';
import { lowerDocument } from '../sdl/lower-document.ts';
import { parseSources } from '../sdl/parse-sources.ts';
import { createReport } from '../sdl/report.ts';
import type { Source } from '../sdl/source.ts';
import { deepFreeze } from '../util/deep-freeze.ts';
import { resolveSettings } from './resolve-settings.ts';

export type { DocumentSource, Source, TextSource } from '../sdl/source.ts';

export interface CompileOptions {
  /** Settings of the API; see {@link resolveSettings} for what holds where one is left out. */
  readonly settings?: Partial<ApiSettings>;
}

export interface Compilation {
  /** The frozen data model; `null` where a diagnostic is an error. */
  readonly model: DataModel | null;
  /** Everything found, errors and warnings, in source order. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles sources, which make one schema together, into a data model. Bad input never throws: all that is wrong with
 * it comes back as diagnostics. Equal input gives equal output, byte for byte.
 */
export function compile(sources: readonly Source[], options: CompileOptions = {}): Compilation {
  const { definitions, diagnostics: syntaxErrors } = parseSources(sources);
  if (syntaxErrors.length > 0) return { model: null, diagnostics: syntaxErrors };
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics, createLocate(sources));
  const { model } = lowerDocument(definitions, sources, resolveSettings(sources, options.settings ?? {}), report);
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return { model: failed ? null : deepFreeze(model), diagnostics };
}
