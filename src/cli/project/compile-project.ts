import { compile, type Source } from '../../compiler/compile.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { ApiSettings, DataModel } from '../../ir/data-model.ts';
import {
  type BackendDefinition,
  type ReadOptions,
  readBackendDefinition,
} from '../../schema/define/read-backend-definition.ts';
import type { WatchSet } from '../watch/watch-set.ts';
import { type DeclaredBackend, declaredBackend, schemaOnly } from './declared-backend.ts';
import type { ProjectSource } from './discover-project.ts';
import { gen1AdminRoles } from './gen1-admin-roles.ts';
import { gen1Authorization } from './gen1-authorization.ts';
import type { LoadedModules } from './load-modules.ts';
import { readSdl } from './read-sdl.ts';

/** What came of a data model's sources, and what they are. */
export interface CompiledProject {
  /** `null` where a diagnostic is an error. */
  readonly model: DataModel | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What was compiled; empty where that could not be read. */
  readonly sources: readonly Source[];
  readonly declared: DeclaredBackend;
  /** What was read, and so what can change this. */
  readonly watch: WatchSet;
  /** Cloud-only packages that were imported and do nothing here. */
  readonly inert: readonly string[];
}

/** Has the last word on the API's settings; gets what the resource file says. */
export type AdjustSettings = (declared: Partial<ApiSettings>) => Partial<ApiSettings>;

/** Reads and compiles a data model. What is wrong with it comes back as diagnostics. */
export async function compileProject(
  source: ProjectSource,
  adjust: AdjustSettings,
  options: ReadOptions,
): Promise<CompiledProject> {
  if (source.kind === 'module') return compileModules(source, adjust, options);
  const sources = await readSdl(source.files);
  const authorization = gen1Authorization(source.files[0]!);
  const admins = gen1AdminRoles(source.files[0]!);
  return {
    ...compile(sources, { settings: adjust(authorization?.settings ?? {}) }),
    sources,
    declared: { ...(authorization?.declared ?? schemaOnly), adminRoles: admins?.roles ?? [] },
    watch: {
      files: [...source.files, ...[authorization, admins].flatMap((each) => (each === null ? [] : [each.file]))],
      folders: source.folder === null ? [] : [source.folder],
    },
    inert: [],
  };
}

async function compileModules(
  { entry, auth }: ProjectSource & { readonly kind: 'module' },
  adjust: AdjustSettings,
  options: ReadOptions,
): Promise<CompiledProject> {
  const { loadModules } = await import('./load-modules.ts');
  const loaded = await loadModules(auth === null ? [entry] : [entry, auth]);
  if (!loaded.ok) return refused(loaded.diagnostics, [...loaded.files, ...loaded.missing]);
  const definition = readDefinition(loaded, entry, options);
  if (!('source' in definition)) return refused([definition], loaded.files);
  // A resource file on its own does not say whether there is sign-in: then nothing is refused for the lack of it.
  const isWhole = loaded.collected.parts !== null || definition.auth !== null;
  const declared = declaredBackend(definition);
  const compiled = compile([definition.source], {
    settings: adjust(isWhole ? definition.settings : explicitMode(loaded, definition)),
  });
  return {
    ...compiled,
    sources: [definition.source],
    declared: isWhole ? declared : { ...declared, userPool: schemaOnly.userPool },
    watch: {
      files: [...loaded.files, ...definition.functions.map((each) => each.entry), ...resolverFiles(compiled.model)],
      folders: [],
    },
    inert: loaded.inert,
  };
}

/** The files of `a.handler.custom`, which no module imports. */
function resolverFiles(model: DataModel | null): readonly string[] {
  const handlers = model?.operations.flatMap((operation) => operation.handlers) ?? [];
  return handlers.flatMap((handler) => (handler.kind === 'ResolverHandler' ? [handler.entry] : []));
}

/** The default mode, where `defineData` names one. */
function explicitMode({ collected }: Loaded, { settings }: BackendDefinition): Partial<ApiSettings> {
  const isExplicit = collected.resources.some(
    ({ data }) => data.kind === 'dataResource' && data.props.authorizationModes !== undefined,
  );
  return isExplicit ? { defaultAuthMode: settings.defaultAuthMode } : {};
}

type Loaded = LoadedModules & { readonly ok: true };

function readDefinition(loaded: Loaded, entry: string, options: ReadOptions): BackendDefinition | Diagnostic {
  try {
    return readBackendDefinition(loaded.exports, loaded.collected, options);
  } catch (error) {
    if (!(error instanceof PreampError)) throw error;
    const { code, name, message, hint } = error;
    const location = { file: entry, line: 1, column: 1, endLine: 1, endColumn: 1 };
    return { code, severity: 'error', name, message, location, hint };
  }
}

function refused(diagnostics: readonly Diagnostic[], files: readonly string[]): CompiledProject {
  return { model: null, diagnostics, sources: [], declared: schemaOnly, watch: { files, folders: [] }, inert: [] };
}
