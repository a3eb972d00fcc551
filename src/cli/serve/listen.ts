import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { RunningServer } from '../../server/create-server.ts';

const defaultPort = 20002;
/** How many ports a sandbox tries. */
const attempts = 20;

/** Which port to take: one that was asked for is taken or the command fails, the default gives way to the next free. */
export interface PortChoice {
  readonly port: number;
  readonly mayMove: boolean;
}

export function portChoice(asked: number | null | undefined, mayMove: boolean): PortChoice {
  return asked === null || asked === undefined ? { port: defaultPort, mayMove } : { port: asked, mayMove: false };
}

/** Starts a server on the chosen port, or on the next that is free. */
export async function listen(
  choice: PortChoice,
  start: (port: number) => Promise<RunningServer>,
): Promise<RunningServer> {
  for (let port = choice.port; ; port++) {
    try {
      return await start(port);
    } catch (error) {
      const isTaken = error instanceof PreampError && error.code === 'port-taken';
      if (!isTaken || !choice.mayMove || port >= choice.port + attempts - 1) throw error;
    }
  }
}
