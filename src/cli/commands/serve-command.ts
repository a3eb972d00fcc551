import { dirname, resolve } from 'node:path';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import type { DataModel } from '../../ir/data-model.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { defaultDataDirectory } from '../data/default-data-directory.ts';
import { type CompiledProject, compileProject } from '../project/compile-project.ts';
import { discoverProject, type ProjectSource, sourceAt } from '../project/discover-project.ts';
import { apiSettings } from '../serve/api-settings.ts';

/** The flags that `sandbox` and `start` share; `null` where one was not given. */
export interface ServeFlags {
  readonly schema: string | null;
  readonly config: string | null;
  /** Data folder. */
  readonly data: string | null;
  readonly host: string | null;
  readonly port: number | null;
}

/** A project with its configuration, compiled without an error. */
export interface LoadedProject {
  readonly root: string;
  readonly config: LoadedConfig;
  readonly project: CompiledProject;
  readonly model: DataModel;
}

/** Finds the data model: where the flag says, else where the configuration says, else where Amplify has it. */
export function sourceOf(flags: ServeFlags, { config, file }: LoadedConfig): ProjectSource {
  if (flags.schema !== null) return sourceAt(flags.schema);
  if (config.schema !== undefined && file !== null) return sourceAt(resolve(dirname(file), config.schema));
  return discoverProject(process.cwd());
}

/** Absolute path of the data folder, or `:memory:`. */
export function dataFolder(flags: ServeFlags, { config, file }: LoadedConfig): string {
  if (flags.data !== null) return flags.data === ':memory:' ? flags.data : resolve(flags.data);
  if (config.dataDir === undefined) return resolve(defaultDataDirectory);
  return config.dataDir === ':memory:' ? config.dataDir : resolve(file === null ? '.' : dirname(file), config.dataDir);
}

export function listenHost(flags: ServeFlags, { config }: LoadedConfig): string {
  return flags.host ?? config.host ?? '127.0.0.1';
}

/** Reads configuration and data model. Throws a {@link SchemaError} when the model is not valid. */
export async function loadProject(flags: ServeFlags): Promise<LoadedProject> {
  const config = await loadConfig(process.cwd(), flags.config);
  const project = await compileProject(sourceOf(flags, config), (declared) => apiSettings(config.config, declared));
  if (project.model === null) throw new SchemaError(project.diagnostics);
  return { root: process.cwd(), config, project, model: project.model };
}
