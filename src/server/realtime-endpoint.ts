import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../diagnostics/log.ts';
import { closingQuestion } from '../realtime/connection-progress.ts';
import { AppSyncConnection } from '../realtime/protocols/appsync.ts';
import { readAppSyncHandshake } from '../realtime/protocols/appsync-handshake.ts';
import type { ConnectionOptions } from '../realtime/protocols/connection-options.ts';
import { GraphQLTransportConnection } from '../realtime/protocols/graphql-transport-ws.ts';
import { negotiateProtocol, type RealtimeProtocol } from '../realtime/protocols/negotiate-protocol.ts';
import type { RealtimeConnection } from '../realtime/realtime-connection.ts';
import type { RealtimeHost } from '../realtime/realtime-host.ts';
import { ResumeMemory } from '../realtime/resume-memory.ts';
import { ConfirmationPings, type PingedSocket } from './confirmation-pings.ts';
import { credentialHeaders } from './credential-headers.ts';
import type { ServerLimits } from './server-limits.ts';
import type { ServerMetrics } from './server-metrics.ts';
import { bindWebSocket } from './web-socket-binding.ts';

export interface RealtimeEndpointOptions {
  /** Path of the GraphQL endpoint; sockets are accepted there and at `<path>/realtime`. */
  readonly path: string;
  /** The backend as seen by the socket of this request. */
  readonly host: (request: IncomingMessage) => RealtimeHost;
  readonly limits: ServerLimits;
  readonly metrics: ServerMetrics;
  readonly log: Log;
}

/** The WebSockets of a server. `docs/protocols/realtime.md`. */
export interface RealtimeEndpoint {
  /** Takes over the connection of an upgrade request, or answers it with an HTTP error. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  /** Open sockets. */
  readonly size: number;
  /** Closes every socket with 1001 and waits until they are gone, at most `timeout` milliseconds. */
  close(timeout: number): Promise<void>;
}

interface OpenSocket {
  readonly webSocket: WebSocket;
  readonly connection: RealtimeConnection;
  readonly pinged: PingedSocket;
  /** A ping is on its way and the client has said nothing since. */
  silent: boolean;
}

export function createRealtimeEndpoint(options: RealtimeEndpointOptions): RealtimeEndpoint {
  const { path, limits, metrics, log } = options;
  const sockets = new Set<OpenSocket>();
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.maxMessageBytes,
    handleProtocols: (offered) => negotiateProtocol([...offered].join(',')) ?? false,
  });
  const resume = new ResumeMemory();
  const heartbeat = setInterval(beat, limits.heartbeatInterval).unref();
  const pings = new ConfirmationPings(() => sockets.size);
  let closing = false;

  function beat(): void {
    for (const socket of sockets) {
      if (socket.silent) {
        metrics.socketClosed(1006);
        socket.webSocket.terminate();
        continue;
      }
      socket.silent = true;
      socket.connection.beat();
      pings.askNow(socket.pinged);
    }
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const [target, queryString = ''] = splitUrl(request.url ?? '/');
    const protocol = negotiateProtocol(request.headers['sec-websocket-protocol']);
    if (target !== path && target !== `${path}/realtime`) refuse(stream, '404 Not Found');
    else if (protocol === null) refuse(stream, '400 Bad Request');
    else if (closing || sockets.size >= limits.maxSockets) refuse(stream, '503 Service Unavailable');
    else {
      server.handleUpgrade(request, stream, head, (webSocket) => {
        open(webSocket, stream, request, protocol, queryString);
      });
    }
  }

  function open(
    webSocket: WebSocket,
    stream: Duplex,
    request: IncomingMessage,
    protocol: RealtimeProtocol,
    queryString: string,
  ): void {
    /** The code with which the server has closed the socket. */
    let closedWith: number | null = null;
    const confirm = (): void => pings.request(pinged);
    const given: Omit<ConnectionOptions, 'headers'> = {
      socket: bindWebSocket(webSocket, stream, {
        onClose: (code) => {
          closedWith = code;
          metrics.socketClosed(code);
        },
        onConfirm: confirm,
      }),
      host: options.host(request),
      limits: limits.realtime,
      resume,
      path,
      onError: (error) => log.error('socket failed', { error: error instanceof Error ? (error.stack ?? '') : '' }),
    };
    const connection =
      protocol === 'graphql-ws'
        ? new AppSyncConnection({
            ...given,
            headers: readAppSyncHandshake({ protocols: request.headers['sec-websocket-protocol'], queryString }),
          })
        : new GraphQLTransportConnection({ ...given, headers: credentialHeaders(request) });
    const { progress } = connection;
    const pinged: PingedSocket = {
      stream,
      progress,
      get isOpen() {
        return webSocket.readyState === webSocket.OPEN;
      },
    };
    const socket: OpenSocket = { webSocket, connection, pinged, silent: false };
    sockets.add(socket);
    metrics.socketsOpened++;
    webSocket.on('message', (data, isBinary) => {
      socket.silent = false;
      if (isBinary) webSocket.close(1003, 'Text frames only');
      else connection.receive(String(data));
    });
    webSocket.on('pong', (data) => {
      socket.silent = false;
      progress.answered(Number(data));
      // What was sent while too many questions were under way.
      if (progress.isDue) confirm();
    });
    // The library closes the socket upon an error, with the code that fits.
    webSocket.on('error', () => {});
    webSocket.on('close', (code) => {
      sockets.delete(socket);
      pings.forget(pinged);
      connection.closed();
      if (code === closedWith) progress.answered(closingQuestion);
    });
  }

  return {
    upgrade,
    get size() {
      return sockets.size;
    },
    async close(timeout) {
      closing = true;
      clearInterval(heartbeat);
      pings.close();
      for (const { connection } of sockets) connection.shutDown();
      const deadline = Date.now() + timeout;
      while (sockets.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
      for (const { webSocket } of sockets) webSocket.terminate();
    },
  };
}

/** Path without doubled slashes (a client that was given `…/graphql/` asks for `…/graphql//realtime`), and the query. */
function splitUrl(url: string): [string, string | undefined] {
  const start = url.indexOf('?');
  const path = (start < 0 ? url : url.slice(0, start)).replace(/\/{2,}/g, '/');
  return [path, start < 0 ? undefined : url.slice(start + 1)];
}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => {});
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
