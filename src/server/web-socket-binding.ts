import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { RealtimeSocket } from '../realtime/realtime-socket.ts';

/** Frames up to this size are copied into one piece; of larger ones the parts are written as they are. */
const maxCopiedBytes = 16 * 1024;

/** Milliseconds a client has to answer a closing handshake, and to read what comes before it. */
const closeTimeout = 3_000;

export interface WebSocketHooks {
  /** Hears of each close by the server. */
  readonly onClose: (code: number) => void;
  /** The client is to be asked, at the end of this turn, whether it received what it was sent. */
  readonly onConfirm: () => void;
}

/**
 * A socket of the `ws` library for a protocol. Events are framed here and written to the stream beneath: one write of
 * one piece, where the library makes two. That is safe as long as compression is off, for then the library queues nothing
 * of its own.
 */
export function bindWebSocket(
  webSocket: WebSocket,
  stream: Duplex,
  { onClose, onConfirm }: WebSocketHooks,
): RealtimeSocket {
  return {
    confirm: onConfirm,
    send(text) {
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(text);
    },
    sendParts(head, body, tail) {
      return webSocket.readyState !== webSocket.OPEN || writeFrame(stream, head, body, tail);
    },
    close(code, reason) {
      onClose(code);
      webSocket.close(code, reason);
      const timer = setTimeout(() => webSocket.terminate(), closeTimeout);
      webSocket.once('close', () => clearTimeout(timer));
    },
    get bufferedAmount() {
      return stream.writableLength;
    },
  };
}

function writeFrame(stream: Duplex, head: Buffer, body: Buffer, tail: Buffer): boolean {
  const length = head.length + body.length + tail.length;
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const copied = length <= maxCopiedBytes;
  const frame = Buffer.allocUnsafe(headerLength + (copied ? length : head.length));
  // FIN and the opcode of text; a server does not mask. RFC 6455 section 5.2.
  frame[0] = 0x81;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  head.copy(frame, headerLength);
  if (copied) {
    body.copy(frame, headerLength + head.length);
    tail.copy(frame, headerLength + head.length + body.length);
    return stream.write(frame);
  }
  stream.cork();
  stream.write(frame);
  stream.write(body);
  const keepsUp = stream.write(tail);
  stream.uncork();
  return keepsUp;
}
