import { createServer, connect as dial, type Socket } from 'node:net';

/** A TCP proxy that can lose its connections, and lead to another server. */
export interface CuttingProxy {
  readonly port: number;
  /** Where new connections lead; `null`: nowhere, they are refused. */
  target: number | null;
  /** Destroys all connections. */
  cut(): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (proxy.target === null) {
      near.destroy();
      return;
    }
    const far = dial(proxy.target, '127.0.0.1');
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: CuttingProxy = {
    port: (server.address() as { port: number }).port,
    target,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      proxy.cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
