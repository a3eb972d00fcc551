/** Bounds on what one client may ask of the server. */
export interface RealtimeLimits {
  /** Milliseconds until `connection_init` must have succeeded. */
  readonly connectionInitTimeout: number;
  /** Live operations on one socket. */
  readonly maxSubscriptionsPerConnection: number;
  /** Unsent bytes above which a socket is closed. */
  readonly maxBufferedBytes: number;
  /** Characters of an operation id. */
  readonly maxIdLength: number;
}

export const defaultRealtimeLimits: RealtimeLimits = {
  connectionInitTimeout: 15_000,
  maxSubscriptionsPerConnection: 200,
  maxBufferedBytes: 1024 * 1024,
  maxIdLength: 256,
};
