import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

export interface TlsCredentials {
  /** PEM. */
  readonly key: string;
  /** PEM; may hold the chain. */
  readonly cert: string;
}

/** First byte of a TLS connection: a handshake record. No HTTP method begins with it. */
const handshakeRecord = 0x16;

/** Milliseconds a connection has to say what it is, and to finish a TLS handshake. */
const handshakeTimeout = 10_000;

/**
 * Lets one HTTP server speak TLS and plain text on the same port: a connection is routed by its first byte. Clients
 * that turn `http:` into `wss:` (Amplify's does) then find the port they expect. `close` ends TLS connections and those
 * that have not said what they are: the HTTP server does not know all of them. `renew` gives new connections another
 * certificate.
 */
export function sniffTls(
  server: Server,
  credentials: TlsCredentials,
): { renew(credentials: TlsCredentials): void; close(): void } {
  const accept = server.listeners('connection') as ((this: Server, socket: Socket | TLSSocket) => void)[];
  const undecided = new Set<Socket>();
  const handOver = (socket: Socket | TLSSocket): void => {
    for (const listener of accept) listener.call(server, socket);
  };
  const { key, cert } = credentials;
  const tls = createServer({ key, cert, ALPNProtocols: ['http/1.1'], handshakeTimeout });
  tls.on('secureConnection', handOver);
  // A client that does not trust the certificate ends the handshake; there is nothing to do about it here.
  tls.on('tlsClientError', (_, socket) => socket.destroy());

  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const drop = (): void => {
      socket.destroy();
    };
    undecided.add(socket);
    socket.once('close', () => undecided.delete(socket));
    socket.on('error', drop);
    socket.setTimeout(handshakeTimeout, drop);
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      socket.off('error', drop);
      socket.off('timeout', drop);
      socket.setTimeout(0);
      socket.unshift(chunk);
      if (chunk[0] === handshakeRecord) tls.emit('connection', socket);
      else {
        undecided.delete(socket);
        handOver(socket);
        socket.resume();
      }
    });
  });
  return {
    renew: (renewed) => tls.setSecureContext({ key: renewed.key, cert: renewed.cert }),
    close: () => {
      for (const socket of undecided) socket.destroy();
    },
  };
}
