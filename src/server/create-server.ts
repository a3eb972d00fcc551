import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { Log } from '../diagnostics/log.ts';
import type { UserPool } from '../identity/user-pool/user-pool.ts';
import type { Backend } from '../runtime/backend.ts';
import { clientAddresses } from './client-addresses.ts';
import type { AllowedOrigins } from './cross-origin.ts';
import { createGraphQLEndpoint } from './graphql-endpoint.ts';
import { landingPage } from './landing-page.ts';
import { listenHttp } from './listen-http.ts';
import { prometheusText } from './prometheus-text.ts';
import { createRealtimeEndpoint } from './realtime-endpoint.ts';
import { realtimeHostOf } from './realtime-host-of.ts';
import { defaultServerLimits, type ServerLimits } from './server-limits.ts';
import { ServerMetrics } from './server-metrics.ts';
import { sniffTls, type TlsCredentials } from './sniff-tls.ts';
import { addUserPoolRoutes } from './user-pool-routes.ts';

export interface ServerOptions {
  readonly backend: Backend;
  /** Served at `POST /` in Cognito's wire format, with its keys. */
  readonly userPool?: UserPool;
  /** Default `127.0.0.1`: nobody else reaches a sandbox. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Speaks TLS on the same port too. */
  readonly tls?: TlsCredentials;
  readonly limits?: Partial<ServerLimits>;
  /** Pages that may call; any unless given. Credentials are headers, never cookies. */
  readonly origins?: AllowedOrigins;
  /** Whether a proxy in front sets `x-forwarded-for`; false unless given. */
  readonly trustProxy?: boolean;
  /** Adds routes (a console) to those of the server. */
  readonly routes?: readonly ((app: FastifyInstance) => void)[];
  /** Ids of requests. */
  readonly ids: () => string;
  readonly log: Log;
}

/** A server that listens. */
export interface RunningServer {
  /** `http://host:port`, without a slash. */
  readonly url: string;
  readonly graphqlUrl: string;
  readonly realtimeUrl: string;
  readonly port: number;
  /** Open WebSockets. */
  readonly openSockets: number;
  /** All metrics of this moment, in Prometheus' text format. */
  metricsText(): string;
  /** Gives new TLS connections another certificate; for a server that was given one. */
  renewTls(credentials: TlsCredentials): void;
  /** Accepts nothing new, lets requests under way finish (`drainTimeout`), closes sockets with 1001. */
  close(): Promise<void>;
}

export const graphqlPath = '/graphql';

/** Serves a backend. Rejects with `port-taken` where the port is in use. */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { backend, log, ids, trustProxy = false, host = '127.0.0.1', origins = '*' } = options;
  const limits: ServerLimits = { ...defaultServerLimits, ...options.limits };
  const metrics = new ServerMetrics();
  const graphql = createGraphQLEndpoint({
    backend,
    origins,
    maxBodyBytes: limits.maxBodyBytes,
    trustProxy,
    ids,
    metrics,
    log,
  });
  const realtime = createRealtimeEndpoint({
    path: graphqlPath,
    host: (request) => realtimeHostOf(backend, { sourceIp: clientAddresses(request, trustProxy), ids }),
    limits,
    metrics,
    log,
  });
  let server: Server | undefined;
  const app = fastify({
    bodyLimit: limits.maxBodyBytes,
    genReqId: ids,
    trustProxy,
    serverFactory: (handler) => {
      // GraphQL requests never enter the framework: its path costs a tenth of a small query.
      const listener = (request: IncomingMessage, response: ServerResponse): void => {
        if (isGraphQL(request.url ?? '')) graphql(request, response);
        else handler(request, response);
      };
      server = createHttpServer(
        { requestTimeout: limits.requestTimeout, keepAliveTimeout: limits.keepAliveTimeout },
        listener,
      );
      return server;
    },
  });
  app.get('/health', async () => ({ status: 'ok' }));
  if (options.userPool !== undefined) {
    addUserPoolRoutes(app, { userPool: options.userPool, origins, trustProxy });
  }
  for (const addRoutes of options.routes ?? []) addRoutes(app);
  app.get('/', async (_, reply) => {
    reply.type('text/html; charset=utf-8');
    return landingPage(graphqlPath);
  });
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    if (status >= 500) log.error('request failed', { requestId: request.id, error: describe(error) });
    const message = status >= 500 || !(error instanceof Error) ? 'Internal failure' : error.message;
    reply.code(status).send({ message });
  });
  await app.ready();
  const http = server!;
  http.on('upgrade', realtime.upgrade);
  const sniffer = options.tls === undefined ? null : sniffTls(http, options.tls);
  try {
    await listenHttp(http, host, options.port);
  } catch (error) {
    await realtime.close(0);
    await app.close();
    throw error;
  }
  const { port } = http.address() as AddressInfo;
  const authority = `${host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host}:${port}`;

  return {
    url: `http://${authority}`,
    graphqlUrl: `http://${authority}${graphqlPath}`,
    realtimeUrl: `ws://${authority}${graphqlPath}/realtime`,
    port,
    get openSockets() {
      return realtime.size;
    },
    metricsText: () => prometheusText(backend, metrics, realtime.size),
    renewTls: (credentials) => sniffer?.renew(credentials),
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      // A connection is idle again after each response; clients keep it open for the next.
      const idle = setInterval(() => http.closeIdleConnections(), 20);
      const deadline = setTimeout(() => {
        http.closeAllConnections();
        sniffer?.close();
      }, limits.drainTimeout);
      await realtime.close(limits.drainTimeout);
      await closed;
      clearInterval(idle);
      clearTimeout(deadline);
      await app.close();
    },
  };
}

function isGraphQL(url: string): boolean {
  if (!url.startsWith(graphqlPath)) return false;
  const next = url.charAt(graphqlPath.length);
  return next === '' || next === '?' || (next === '/' && url.length === graphqlPath.length + 1);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.name) : 'not an error object';
}
