import type { Server } from 'node:http';
import { PreampError } from '../diagnostics/preamp-error.ts';

/** Waits until the server listens. Rejects with `port-taken` where the port is in use. */
export function listenHttp(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') reject(cause);
      else {
        const hint =
          'Stop the other program, or choose another port: --port, or `port` and `metrics.port` in the configuration.';
        reject(new PreampError('port-taken', `Port ${port} of ${host} is in use.`, { hint, cause }));
      }
    });
    server.listen(port, host, resolve);
  });
}
