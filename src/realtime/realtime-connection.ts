import type { ConnectionProgress } from './connection-progress.ts';

/** A protocol's side of one socket: the binding calls these as things happen on the wire. */
export interface RealtimeConnection {
  /** The binding tells it of pings and their answers. */
  readonly progress: ConnectionProgress;
  /** A text message arrived. */
  receive(text: string): void;
  /** Called every 30 seconds or less, for protocols with a keep-alive message. */
  beat(): void;
  /** The server shuts down: ends what is live and closes the socket with 1001. */
  shutDown(): void;
  /** The socket is closed: ends what is live. */
  closed(): void;
}
