import type { RealtimeHost } from '../realtime-host.ts';
import type { RealtimeLimits } from '../realtime-limits.ts';
import type { RealtimeSocket } from '../realtime-socket.ts';
import type { ResumeMemory } from '../resume-memory.ts';

/** What a protocol is given for one socket. */
export interface ConnectionOptions {
  readonly socket: RealtimeSocket;
  readonly host: RealtimeHost;
  readonly limits: RealtimeLimits;
  /** Shared by the sockets of a server. */
  readonly resume: ResumeMemory;
  /** The path of the GraphQL endpoint, which signatures cover: `/graphql`. */
  readonly path: string;
  /** Headers of the upgrade request (graphql-transport-ws) or of the handshake (AppSync; `null`: unreadable). */
  readonly headers: Readonly<Record<string, unknown>> | null;
  readonly onError: (error: unknown) => void;
}
