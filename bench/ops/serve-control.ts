/** Tells the parent process the port, and answers its `cpu` messages with the CPU seconds used so far. */
export function serveControl(port: number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send!({ cpu: (user + system) / 1e6 });
  });
  process.on('disconnect', () => process.exit(0));
  process.send!({ port });
}
