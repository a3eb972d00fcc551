import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiKey, type StartedBackend, startBackend } from './start-backend.ts';

/** A header that comes twice is refused: a proxy and we might take different ones for the caller. */

let started: StartedBackend;
let token: string;

beforeEach(async () => {
  started = await startBackend('type Note @model @auth(rules: [{ allow: public }, { allow: owner }]) { id: ID! }');
  token = await started.tokens.accessToken('ann');
});
afterEach(() => started.close());

async function statusOf(path: string, headers: readonly string[]): Promise<number> {
  const body = '{"query":"{ listNotes { nextToken } }"}';
  const socket = connect(started.server.port, '127.0.0.1');
  await once(socket, 'connect');
  const lines = [`POST ${path} HTTP/1.1`, ...headers, `content-length: ${body.length}`, 'connection: close', '', body];
  socket.write(lines.join('\r\n'));
  return Number(/^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1]);
}

test.each<[string, number, () => readonly string[]]>([
  ['one token', 200, () => ['host: a', `authorization: ${token}`]],
  ['a key and a token: the key decides', 200, () => ['host: a', `x-api-key: ${apiKey}`, 'authorization: bad']],
  ['a good token, then another', 401, () => ['host: a', `authorization: ${token}`, 'Authorization: bad']],
  ['the same token twice', 401, () => ['host: a', `authorization: ${token}`, `AUTHORIZATION: ${token}`]],
  ['a bad token, then a good one', 401, () => ['host: a', 'authorization: bad', `Authorization: ${token}`]],
  ['two keys', 401, () => ['host: a', `x-api-key: ${apiKey}`, `X-Api-Key: ${apiKey}`]],
  ['two hosts', 401, () => ['host: a', 'Host: b', `authorization: ${token}`]],
])('%s: %i', async (_, status, headers) => {
  expect(await statusOf('/graphql', headers())).toBe(status);
});
