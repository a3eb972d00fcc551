import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { ClientOptions } from '../../storage/dynamodb/open-client.ts';
import type { TableNaming } from '../../storage/dynamodb/table-naming.ts';
import type { TableOptions } from '../../storage/dynamodb/table-options.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';

export const engineTypes = ['sqlite', 'dynamodb'] as const;

/** The flags that say where items are kept; `null` leaves it to the configuration. */
export interface EngineFlags {
  readonly engine: (typeof engineTypes)[number] | null;
  readonly tablePrefix: string | null;
}

export type EngineSettings = { readonly type: 'sqlite' } | DynamodbSettings;

export interface DynamodbSettings {
  readonly type: 'dynamodb';
  readonly client: ClientOptions;
  readonly naming: TableNaming;
  readonly tables: TableOptions;
  /** Whether lists, relations and key queries see every write that was answered. */
  readonly consistentReads: boolean;
}

/** Where items are kept: as flags say, else the configuration, else the resource file. */
export function engineSettings(
  { config }: LoadedConfig,
  declared: Pick<DeclaredBackend, 'tableMappings'>,
  flags: EngineFlags,
): EngineSettings {
  const engine: Partial<NonNullable<PreampConfig['engine']>> = config.engine ?? {};
  if ((flags.engine ?? engine.type ?? 'sqlite') === 'sqlite') return { type: 'sqlite' };
  const { region, endpoint, apiId, env, tables, pointInTimeRecovery, deletionProtection, encryption, timeToLive } =
    engine;
  const prefix = flags.tablePrefix ?? engine.prefix;
  const names = { ...mappedTables(declared, env), ...tables };
  return {
    type: 'dynamodb',
    client: { ...given({ region, endpoint }) },
    naming: { ...given({ prefix, apiId, env }), ...(Object.keys(names).length === 0 ? {} : { names }) },
    tables: { ...given({ pointInTimeRecovery, deletionProtection, encryption, timeToLive }) },
    consistentReads: engine.consistentReads ?? true,
  };
}

/** Tells one place of items from another: `sqlite`, or the tables and where they are. */
export function originOf(settings: EngineSettings): string {
  if (settings.type === 'sqlite') return settings.type;
  const { region, endpoint } = settings.client;
  return JSON.stringify([settings.type, region, endpoint, settings.naming]);
}

/** The tables of Gen 1 that the resource file names for the branch that `env` is. */
function mappedTables(
  { tableMappings = [] }: Pick<DeclaredBackend, 'tableMappings'>,
  env: string | undefined,
): Readonly<Record<string, string>> {
  if (tableMappings.length === 0) return {};
  if (env === undefined) {
    const branches = tableMappings.map(({ branch }) => branch).join(', ');
    throw new PreampError('table-branch-missing', `The resource file names tables for branches: ${branches}.`, {
      hint: 'Say which branch this is: set engine.env in the configuration.',
    });
  }
  return tableMappings.find(({ branch }) => branch === env)?.tables ?? {};
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What has a value. */
function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
