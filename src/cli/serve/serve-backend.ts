import { randomUUID } from 'node:crypto';
import type { Log } from '../../diagnostics/log.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { FunctionLog } from '../../functions/function-runner.ts';
import type { UserPool } from '../../identity/user-pool/user-pool.ts';
import type { DataModel } from '../../ir/data-model.ts';
import { createBackend } from '../../runtime/create-backend.ts';
import { createMetricsServer } from '../../server/create-metrics-server.ts';
import { createServer, type RunningServer } from '../../server/create-server.ts';
import { addItemRoutes } from '../../server/item-routes.ts';
import type { TlsCredentials } from '../../server/sniff-tls.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import type { DeliverCode } from '../config/deliver-code.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { publishedApiKey } from '../data/api-key-file.ts';
import { backupData } from '../data/backup-data.ts';
import { createCompanionArchive } from '../data/companion-archive.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { lockData } from '../data/data-lock.ts';
import { type Instance, openInstance } from '../data/instance-file.ts';
import { announceServer, newServerToken } from '../data/server-file.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';
import { apiKeyDays } from './api-key-days.ts';
import { createApiKeyRing } from './api-key-ring.ts';
import { Closing } from './closing.ts';
import type { EngineSettings } from './engine-settings.ts';
import type { HandlerSources } from './handler-sources.ts';
import { limitsOf } from './limits-of.ts';
import { listen, type PortChoice } from './listen.ts';
import { openBus } from './open-bus.ts';
import { openEngine } from './open-engine.ts';
import { openFunctionHost } from './open-functions.ts';
import { openRevision } from './open-revision.ts';
import { addGroups, openUserPool } from './open-user-pool.ts';
import { certificateProblem, readTls, type TlsFiles } from './tls-credentials.ts';
import { watchTls } from './watch-tls.ts';

export interface ServeOptions {
  readonly model: DataModel;
  readonly declared: DeclaredBackend;
  readonly config: LoadedConfig;
  readonly data: DataDirectory;
  readonly host: string;
  readonly port: PortChoice;
  /** Whether refusals explain themselves to clients. */
  readonly explain: boolean;
  /** Whether the first migration may lose data. */
  readonly destructive: boolean;
  /** Renames the user has confirmed. */
  readonly renames: readonly Rename[];
  /** Where items are kept. */
  readonly engine: EngineSettings;
  /** Whether tables elsewhere are made and changed to fit the model; otherwise a model they do not fit is refused. */
  readonly changesTables: boolean;
  /** Gets every code before the ways that the configuration names; `null` leaves it to those. */
  readonly deliverCode: DeliverCode | null;
  /** Gets what functions and resolvers print; `null` leaves it to the log. */
  readonly functionLog: FunctionLog | null;
  /** For TLS on the same port: files are read again when they change. `null` for plain HTTP only. */
  readonly tls: TlsFiles | TlsCredentials | null;
  /** Where every commit is shipped to; `null` nowhere. */
  readonly archive: ArchivePlace | null;
  readonly log: Log;
}

export interface ArchivePlace {
  readonly folder: string;
  readonly everyHours: number;
  readonly keepDays: number;
}

/** A backend that serves, and what its clients need to know. */
export interface ServedBackend {
  readonly server: RunningServer;
  readonly instance: Instance;
  /** The key for clients; `null` where the API takes none. `expiresAt` is in Unix seconds. */
  readonly apiKey: { readonly key: string; readonly expiresAt: number | null } | null;
  readonly userPool: UserPool | null;
  /** The files of functions and resolvers that were bundled. */
  readonly handlerSources: HandlerSources;
  /** Serves another revision from now on. Rejects, and serves the one before, when that is not possible. */
  swap(next: {
    model: DataModel;
    declared: DeclaredBackend;
    config: LoadedConfig;
    destructive: boolean;
    renames: readonly Rename[];
  }): Promise<void>;
  /** Backs the data folder up into one file while it serves. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the data folder, prepares the store and listens. Everything opened is closed again when a step fails. */
export async function serveBackend(options: ServeOptions): Promise<ServedBackend> {
  const { model, declared, config, data, host, explain, destructive, renames, log } = options;
  const closing = new Closing();
  try {
    closing.add(lockData(data));
    const instance = openInstance(data);
    const days = apiKeyDays(config.config, declared);
    const apiKey = model.settings.authModes.includes('API_KEY') ? publishedApiKey(data, days, Date.now) : null;
    const onKeyError = () => log.error('the API keys cannot be read; those known before still hold');
    const keys = createApiKeyRing(data, config.config, onKeyError);
    closing.add(keys.close);
    const functionHost = openFunctionHost(data, log, options.functionLog);
    closing.add(functionHost.close);
    const userPool =
      declared.userPool &&
      (await openUserPool({ ...options, instance, declared: declared.userPool, config: config.config }));
    if (userPool !== null) closing.add(userPool.close);

    let server: RunningServer | null = null;
    const context = {
      data,
      instance,
      keys,
      functionHost,
      log,
      userPool: userPool?.pool ?? null,
      graphqlUrl: () => server?.graphqlUrl ?? '',
    };
    const tlsFiles = options.tls !== null && 'certificate' in options.tls ? options.tls : null;
    const tls = options.tls !== null && 'certificate' in options.tls ? readTls(options.tls) : options.tls;
    const limits = limitsOf(config.config);
    const archive = data.path === null || options.engine.type !== 'sqlite' ? null : options.archive;
    const engine = await openEngine(options.engine, data, {
      ...(archive === null ? {} : { archive: { ...archive, clock: Date.now, onError: archiveFailure(log) } }),
    });
    if (archive !== null) closing.add(createCompanionArchive(data, { ...archive, clock: Date.now, log }).close);
    const closeEngine = closing.add(() => engine.close());
    const bus = await openBus(config.config, log);
    const closeBus = closing.add(async () => bus?.close());
    const revision = openRevision(model, declared, config, context);
    const backend = await createBackend({
      ...revision,
      engine,
      ...(bus === null ? {} : { bus }),
      clock: Date.now,
      ids: randomUUID,
      limits: limits.execution,
      ...(limits.maxSubscriptionsPerIdentity === null
        ? {}
        : { maxSubscriptionsPerIdentity: limits.maxSubscriptionsPerIdentity }),
      pageTokenSecret: Buffer.from(instance.pageTokenSecret, 'base64'),
      explain,
      destructive,
      renames,
      migrates: options.engine.type === 'sqlite' || options.changesTables,
      log,
    });
    // From here on the backend closes its engine and its bus.
    closeEngine.cancel();
    closeBus.cancel();
    closing.add(() => backend.close());
    const token = newServerToken();
    userPool?.setTriggers(revision.triggers);
    const listening = await listen(options.port, (port) =>
      createServer({
        backend,
        host,
        port,
        limits: limits.server,
        origins: config.config.origins ?? '*',
        trustProxy: config.config.trustProxy ?? false,
        ...(tls === null ? {} : { tls }),
        ...(userPool === null ? {} : { userPool: userPool.pool }),
        routes: [(app) => addItemRoutes(app, backend, token)],
        ids: randomUUID,
        log,
      }),
    );
    server = listening;
    closing.add(() => listening.close());
    if (tls !== null && tlsFiles !== null) {
      const problem = certificateProblem(tls, Date.now());
      if (problem !== null) log.error(problem);
      closing.add(watchTls(tlsFiles, { current: tls, renew: listening.renewTls, log }).close);
    }
    closing.add(announceServer(data, { url: localUrl(host, listening.port), token }));
    if (config.config.metrics !== undefined) {
      const metrics = await createMetricsServer({ ...config.config.metrics, text: listening.metricsText });
      closing.add(metrics.close);
      log.info('metrics are served', { url: metrics.url });
    }
    return {
      server: listening,
      instance,
      apiKey,
      userPool: context.userPool,
      handlerSources: functionHost.sources,
      swap: async (next) => {
        const revision = openRevision(next.model, next.declared, next.config, context);
        try {
          await backend.swap({ ...revision, destructive: next.destructive, renames: next.renames });
        } catch (error) {
          await revision.invoker.close();
          throw error;
        }
        keys.configure(next.config.config);
        userPool?.configure(next.config.config);
        userPool?.setTriggers(revision.triggers);
        if (userPool !== null) addGroups(userPool.pool, next.declared.userPool?.groups ?? []);
      },
      backup: (file) => backupData(data, file, (target) => engine.backup?.(target) ?? refuseBackup()),
      close: () => closing.run(),
    };
  } catch (error) {
    await closing.run();
    throw error;
  }
}

async function refuseBackup(): Promise<never> {
  throw new PreampError('backup-elsewhere', 'The items are not in the data folder, so a backup would not hold them.', {
    hint: 'Use the backups of the service: engine.pointInTimeRecovery in the configuration, then `preamp deploy`.',
  });
}

/** What the log says of an archive that stands still. */
function archiveFailure(log: Log): (error: unknown) => void {
  return (error) =>
    log.error('the archive cannot be written; it goes on with a new copy when that is possible', {
      error: error instanceof Error ? error.message : '',
    });
}

/** Where this machine reaches a server that listens on an address, or on all. */
function localUrl(host: string, port: number): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  return `http://${local}:${port}`;
}
