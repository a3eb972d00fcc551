import type { IncomingMessage } from 'node:http';

/**
 * Reads a request's body as text. `done` is called once: with the text, or with `null` where the body is longer than
 * `limit` bytes; the rest of it is then thrown away. It is not called for a request that breaks off.
 */
export function readBody(request: IncomingMessage, limit: number, done: (body: string | null) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    // Unread bytes would reset the connection, and the answer with it.
    request.resume();
    done(null);
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > limit) {
      request.off('data', onData);
      request.off('end', onEnd);
      request.resume();
      done(null);
    } else chunks.push(chunk);
  };
  const onEnd = (): void => {
    done(chunks.length === 1 ? chunks[0]!.toString('utf8') : Buffer.concat(chunks, length).toString('utf8'));
  };
  request.on('data', onData);
  request.on('end', onEnd);
}
