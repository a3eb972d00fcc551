import { dirname, join, resolve } from 'node:path';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import type { Compatibility } from '../../execution/compatibility.ts';
import type { DataModel } from '../../ir/data-model.ts';
import { configFiles, type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { type DataDirectory, openDataDirectory } from '../data/data-directory.ts';
import { defaultDataDirectory } from '../data/default-data-directory.ts';
import { readEncryptionKey } from '../data/encryption-key.ts';
import { secretFile } from '../data/secret-file.ts';
import { type AdjustSettings, type CompiledProject, compileProject } from '../project/compile-project.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';
import { discoverProject, type ProjectSource, sourceAt } from '../project/discover-project.ts';
import { gen1Environment } from '../project/gen1-environment.ts';
import { gen1Functions } from '../project/gen1-functions.ts';
import { apiSettings } from '../serve/api-settings.ts';
import { mergeWatchSets, type WatchSet } from '../watch/watch-set.ts';

/** The flags that `sandbox` and `start` share; `null` where one was not given. */
export interface ServeFlags {
  readonly schema: string | null;
  readonly config: string | null;
  /** Data folder. */
  readonly data: string | null;
  readonly host: string | null;
  readonly port: number | null;
  /** Switches that are on whatever the configuration says. */
  readonly compatibility?: Partial<Compatibility>;
}

/** A project with its configuration, compiled without an error. */
export interface LoadedProject {
  readonly config: LoadedConfig;
  readonly project: CompiledProject;
  readonly model: DataModel;
}

/** One reading of a project: what came of it, and what to watch for another to come out differently. */
export interface ProjectReading {
  readonly result: LoadedProject | { readonly error: unknown };
  readonly watch: WatchSet;
  /** When the reading began, in milliseconds since 1970. */
  readonly readAt: number;
}

/** Reads configuration and data model. What is wrong with them is the result's error. */
export async function readProject(flags: ServeFlags): Promise<ProjectReading> {
  const root = process.cwd();
  const readAt = Date.now();
  let watch: WatchSet = { files: configFiles(root, flags.config), folders: [] };
  try {
    const config = withSwitches(await loadConfig(root, flags.config), flags);
    watch = mergeWatchSets(watch, config.watch, secretsOf(dataFolder(flags, config)));
    const source = sourceOf(flags, config);
    const adjust: AdjustSettings = (declared) => apiSettings(config.config, declared, source.kind);
    const project = await compileProject(source, adjust, config.config);
    watch = mergeWatchSets(watch, project.watch);
    if (project.model === null) return { result: { error: new SchemaError(project.diagnostics) }, watch, readAt };
    const declared = withConfiguredPool(project.declared, config);
    const environmentName = config.config.environmentName ?? gen1Environment(root) ?? 'dev';
    const gen1 = gen1Functions(root, { env: environmentName, region: process.env.AWS_REGION ?? 'us-east-1' });
    const functions = [...gen1, ...declared.functions];
    const entries = functions.flatMap((each) => (each.kind === 'local' ? [each.entry] : []));
    return {
      result: {
        config,
        project: { ...project, declared: { ...declared, functions, environmentName } },
        model: project.model,
      },
      watch: mergeWatchSets(watch, { files: entries, folders: [] }),
      readAt,
    };
  } catch (error) {
    return { result: { error }, watch, readAt };
  }
}

/** A user pool in the configuration takes the place of the embedded one: nobody signs up where no one looks. */
function withConfiguredPool(declared: DeclaredBackend, { config }: LoadedConfig): DeclaredBackend {
  const pool = config.authorization?.issuers?.find(({ mode }) => mode === 'AMAZON_COGNITO_USER_POOLS');
  if (pool === undefined) return declared;
  const { issuer, clientIds = [] } = pool;
  const userPoolId = /\/([\w-]+_\w+)\/?$/.exec(issuer)?.[1] ?? null;
  const groups = declared.userPool?.groups ?? [];
  const referencedPool = { issuer, userPoolId, userPoolClientId: clientIds[0] ?? null, identityPoolId: null, groups };
  return { ...declared, userPool: null, referencedPool };
}

function withSwitches(loaded: LoadedConfig, { compatibility = {} }: ServeFlags): LoadedConfig {
  const { config } = loaded;
  return { ...loaded, config: { ...config, compatibility: { ...config.compatibility, ...compatibility } } };
}

/** The data model's place: where the flag says, else where the configuration says, else where Amplify has it. */
function sourceOf(flags: ServeFlags, { config, file }: LoadedConfig): ProjectSource {
  if (flags.schema !== null) return sourceAt(flags.schema);
  if (config.schema !== undefined) return sourceAt(fromConfig(config.schema, file));
  return discoverProject(process.cwd());
}

/** Absolute path of the data folder, or `:memory:`. */
export function dataFolder(flags: ServeFlags, { config, file }: LoadedConfig): string {
  const folder = flags.data ?? config.dataDir ?? defaultDataDirectory;
  if (folder === ':memory:') return folder;
  return flags.data === null && config.dataDir !== undefined ? fromConfig(folder, file) : resolve(folder);
}

/** A secret that is set takes effect as a file that is saved. */
function secretsOf(folder: string): WatchSet {
  return { files: folder === ':memory:' ? [] : [join(folder, secretFile)], folders: [] };
}

/** Opens the data folder under the key that environment or configuration give. */
export async function openData(flags: ServeFlags, config: LoadedConfig): Promise<DataDirectory> {
  return openDataDirectory(dataFolder(flags, config), await readEncryptionKey(config));
}

export function listenHost(flags: ServeFlags, { config }: LoadedConfig): string {
  return flags.host ?? config.host ?? '127.0.0.1';
}

/** Paths in a configuration file are relative to it. */
export function fromConfig(path: string, file: string | null): string {
  return resolve(file === null ? '.' : dirname(file), path);
}
