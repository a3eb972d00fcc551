import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createAuthenticator } from '../../src/identity/authenticator.ts';
import type { LambdaAuthorizerEvent } from '../../src/identity/lambda-authorizer.ts';
import { compileModel, type StartedBackend, startBackend } from './start-backend.ts';

/** An authorizer that looks at the operation must see it, whichever way it comes. */

let started: StartedBackend;
let events: LambdaAuthorizerEvent['requestContext'][];

beforeEach(async () => {
  events = [];
  const sdl = 'type Note @model @auth(rules: [{ allow: custom }]) { id: ID! secret: String }';
  started = await startBackend(
    sdl,
    {},
    {
      model: compileModel(sdl, ['AWS_LAMBDA']),
      authenticator: createAuthenticator({
        modes: ['AWS_LAMBDA'],
        apiKeys: () => [],
        issuers: [],
        sigV4: null,
        lambda: {
          invoke: async ({ requestContext }) => {
            events.push(requestContext);
            const { queryString } = requestContext;
            return {
              isAuthorized: !queryString.includes('mutation'),
              deniedFields: queryString.includes('listNotes') ? ['Query.listNotes'] : [],
            };
          },
          ttlSeconds: 0,
          tokenPattern: null,
          apiId: 'api',
          accountId: '123456789012',
        },
        clock: Date.now,
        ids: randomUUID,
      }),
    },
  );
});
afterEach(() => started.close());

const mutation = 'mutation M { createNote(input: { id: "1" }) { id } }';
const refused = { errors: [{ errorType: 'UnauthorizedException' }] };

async function ask(url: URL | string, init: RequestInit) {
  const response = await fetch(url, { ...init, headers: { authorization: 'custom' } });
  return { status: response.status, body: (await response.json()) as unknown };
}

test('in a body', async () => {
  const body = JSON.stringify({ query: mutation, operationName: 'M', variables: { a: 1 } });
  expect(await ask(started.server.graphqlUrl, { method: 'POST', body })).toMatchObject({ status: 401, body: refused });
  expect(events).toMatchObject([{ queryString: mutation, operationName: 'M', variables: { a: 1 } }]);
});

async function askByAddress(parameters: Record<string, string>) {
  const url = new URL(started.server.graphqlUrl);
  url.search = new URLSearchParams(parameters).toString();
  return ask(url, { method: 'GET' });
}

test('in an address', async () => {
  const parameters = { query: mutation, operationName: 'M', variables: '{"a":1}' };
  expect(await askByAddress(parameters)).toMatchObject({ status: 401, body: refused });
  expect(events).toMatchObject([{ queryString: mutation, variables: { a: 1 } }]);
});

test('smuggled behind variables it is no operation', async () => {
  const variables = `{"a":1},"query":"${mutation.replaceAll('"', '\\"')}"`;
  const answer = await askByAddress({ query: '{ getNote(id: "1") { id } }', variables });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ errorType: 'MalformedHttpRequestException' }] } });
  expect(events).toMatchObject([{ queryString: '', variables: {} }]);
});

test('over a socket that it has let in', async () => {
  const socket = new WebSocket(started.server.realtimeUrl, 'graphql-transport-ws');
  await once(socket, 'open');
  const messages: { readonly id?: string; readonly type: string }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as { type: string }));
  const send = (message: object) => socket.send(JSON.stringify(message));
  const answer = async (id: string, query: string) => {
    send({ id, type: 'subscribe', payload: { query } });
    await vi.waitFor(() => expect(messages.some((message) => message.id === id)).toBe(true));
    return messages.find((message) => message.id === id);
  };
  send({ type: 'connection_init', payload: { Authorization: 'custom' } });
  await vi.waitFor(() => expect(messages).toEqual([{ type: 'connection_ack' }]));

  expect(await answer('1', mutation)).toMatchObject({ type: 'next', payload: { data: null, ...refused } });
  expect(await answer('2', '{ listNotes { nextToken } }')).toMatchObject({
    payload: { data: { listNotes: null }, errors: [{ errorType: 'Unauthorized' }] },
  });
  expect(await answer('3', 'subscription S { onCreateNote(filter: { id: { eq: "mutation" } }) { id } }')).toMatchObject(
    {
      type: 'error',
      payload: refused.errors,
    },
  );
  send({ id: '4', type: 'subscribe', payload: { query: 'subscription { onCreateNote { id } }' } });
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(1));
  expect(events.map(({ queryString }) => queryString.slice(0, 12))).toEqual([
    '',
    'mutation M {',
    '{ listNotes ',
    'subscription',
    'subscription',
  ]);
  socket.close();
  await once(socket, 'close');
});

test('with a token of eight kilobytes', async () => {
  const headers = { authorization: `t${'x'.repeat(8_000)}` };
  const body = JSON.stringify({ query: '{ getNote(id: "1") { id } }' });
  const response = await fetch(started.server.graphqlUrl, { method: 'POST', headers, body });
  expect(await response.json()).toEqual({ data: { getNote: null } });
});
