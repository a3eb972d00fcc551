import { defaultRealtimeLimits, type RealtimeLimits } from '../realtime/realtime-limits.ts';

/** Bounds on what clients may send, beside those of execution. All are on by default. */
export interface ServerLimits {
  /** Bytes of a request body; 1 MiB unless given. */
  readonly maxBodyBytes: number;
  /** Milliseconds a request may take to arrive; 30,000 unless given. */
  readonly requestTimeout: number;
  /** Milliseconds an idle connection is kept for the next request; 65,000 unless given. */
  readonly keepAliveTimeout: number;
  /** Open WebSockets; 20,000 unless given. */
  readonly maxSockets: number;
  /** Bytes of one WebSocket message; 256 KiB unless given. */
  readonly maxMessageBytes: number;
  /** Milliseconds between two heartbeats of a socket; at most 60,000. 30,000 unless given. */
  readonly heartbeatInterval: number;
  /** Milliseconds that requests under way may go on when the server closes; 10,000 unless given. */
  readonly drainTimeout: number;
  readonly realtime: RealtimeLimits;
}

export const defaultServerLimits: ServerLimits = Object.freeze({
  maxBodyBytes: 1024 * 1024,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  maxSockets: 20_000,
  maxMessageBytes: 256 * 1024,
  heartbeatInterval: 30_000,
  drainTimeout: 10_000,
  realtime: defaultRealtimeLimits,
});
