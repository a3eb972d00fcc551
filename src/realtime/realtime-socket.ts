/** What a protocol needs of a WebSocket; bindings to a library implement it. */
export interface RealtimeSocket {
  /** Sends a text message. Does nothing on a socket that is closing. */
  send(text: string): void;
  /**
   * Sends one text message made of three parts of UTF-8, without encoding them again. Whether the network keeps up: only
   * where it does not need `bufferedAmount` be looked at.
   */
  sendParts(head: Buffer, body: Buffer, tail: Buffer): boolean;
  /** Asks the client, after what this turn of the event loop sends, to confirm it. Once a turn is enough. */
  confirm(): void;
  /** Starts the closing handshake. The reason is at most 123 bytes long. */
  close(code: number, reason: string): void;
  /** Bytes that the network has not taken yet. */
  readonly bufferedAmount: number;
}
