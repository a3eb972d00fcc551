import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listenHttp } from './listen-http.ts';
import { prometheusContentType } from './prometheus-text.ts';

export interface MetricsServerOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The metrics of this moment. */
  readonly text: () => string;
}

export interface MetricsServer {
  /** `http://host:port/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `GET /metrics` on a port of its own: numbers that clients should not see never share a port with them. Rejects
 * with `port-taken` where the port is in use.
 */
export async function createMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { host = '127.0.0.1', port, text } = options;
  const server = createServer((request, response) => {
    const isKnown = request.url?.split('?')[0] === '/metrics';
    if (!isKnown || request.method !== 'GET') {
      response.writeHead(isKnown ? 405 : 404).end();
      return;
    }
    response.writeHead(200, { 'content-type': prometheusContentType }).end(text());
  });
  await listenHttp(server, host, port);
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
