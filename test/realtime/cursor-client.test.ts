import { createClient } from 'graphql-ws';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';

let started: StartedBackend;

afterEach(async () => {
  await started.close();
});

test('the graphql-ws client resumes with a cursor that it keeps in the payload of its subscription', async () => {
  started = await startBackend('type Note @model @auth(rules: [{ allow: public }]) { id: ID! }');
  const sockets: WebSocket[] = [];
  class Recorded extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      sockets.push(this);
    }
  }
  const client = createClient({
    url: started.server.realtimeUrl,
    webSocketImpl: Recorded,
    connectionParams: { 'x-api-key': apiKey },
    shouldRetry: () => true,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
    generateID: () => '1',
  });
  const resume: { cursor: string | null } = { cursor: null };
  const states: unknown[] = [];
  const ids: unknown[] = [];
  const query = 'subscription { onCreateNote { id } }';
  const stop = client.subscribe<{ onCreateNote: { id: string } }, { cursor: string; resume?: object }>(
    { query, extensions: { resume } },
    {
      next({ data, extensions }) {
        resume.cursor = extensions!.cursor;
        if (data) ids.push(data.onCreateNote.id);
        else states.push(extensions!.resume);
      },
      error(error) {
        states.push(error);
      },
      complete() {},
    },
  );
  const create = async (id: string) => {
    const body = JSON.stringify({ query: `mutation { createNote(input: { id: "${id}" }) { id } }` });
    await fetch(started.server.graphqlUrl, { method: 'POST', headers: { 'x-api-key': apiKey }, body });
  };
  await vi.waitFor(() => expect(states).toHaveLength(1), 5_000);
  await create('1');
  await vi.waitFor(() => expect(ids).toEqual(['1']));
  sockets[0]!.terminate();
  await create('2');
  await vi.waitFor(() => expect(states).toEqual([{ status: 'STARTED' }, { status: 'RESUMED' }]), 5_000);
  await create('3');
  await vi.waitFor(() => expect(ids).toEqual(['1', '2', '3']));
  stop();
  await client.dispose();
});
