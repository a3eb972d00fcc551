import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { type ConnectionState, generateClient } from '../../src/client/index.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';

/** The client when its connection is lost, and when the server is another one afterwards. */

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String }
`;

// biome-ignore lint/suspicious/noExplicitAny: the types have tests of their own
type Loose = any;

let folder: string;
let started: StartedBackend;
let proxy: CuttingProxy;
/** Through the proxy, and past it. */
let client: Loose;
let direct: Loose;
let states: ConnectionState[];

const port = ({ server }: StartedBackend) => Number(new URL(server.graphqlUrl).port);
const start = () => startBackend(schema, {}, { engine: createSqliteEngine({ file: join(folder, 'data.sqlite') }) });

function clientOf(at: number, onConnectionState: (state: ConnectionState) => void = () => {}): Loose {
  const data = {
    url: `http://127.0.0.1:${at}/graphql`,
    api_key: apiKey,
    default_authorization_type: 'API_KEY',
    model_introspection: modelIntrospection(started.backend.model),
  };
  return generateClient({ outputs: { data }, onConnectionState });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preamp-reconnect-'));
  started = await start();
  proxy = await startCuttingProxy(port(started));
  states = [];
  client = clientOf(proxy.port, (state) => states.push(state));
  direct = clientOf(port(started));
});

afterEach(async () => {
  client.close();
  await proxy.close();
  await started.close();
  await rm(folder, { recursive: true });
});

/** Attempts to reconnect are spread over seconds. */
const patient = { timeout: 15_000 };

const subscriptions = (count: number) =>
  expect.poll(() => started.backend.realtimeMetrics.subscriptions, { ...patient, interval: 5 }).toBe(count);

it('gets every event once and in order, however often the connection is cut', async () => {
  const seen: string[] = [];
  const resumes: boolean[] = [];
  client.models.Note.onCreate().subscribe({
    next: ({ id }: Loose) => seen.push(id),
    started: (resumed: boolean) => resumes.push(resumed),
  });
  await expect.poll(() => resumes, patient).toEqual([false]);
  const ids = Array.from({ length: 120 }, (_, n) => `n${n}`);
  for (const [n, id] of ids.entries()) {
    await direct.models.Note.create({ id });
    if (n % 30 === 15) proxy.cut();
    // Some of it happens while the client is there again.
    if (n % 30 === 25) await expect.poll(() => resumes.length, { ...patient, interval: 5 }).toBe((n + 35) / 30);
  }
  await expect.poll(() => seen.length, patient).toBeGreaterThanOrEqual(ids.length);
  expect(seen).toEqual(ids);
  expect(resumes).toEqual([false, true, true, true, true]);
  expect(states.slice(0, 4)).toEqual(['connecting', 'connected', 'interrupted', 'connecting']);
});

it('lists again what it missed while the server was restarted', async () => {
  const snapshots: string[][] = [];
  const resumes: boolean[] = [];
  client.models.Note.observeQuery().subscribe(({ items }: Loose) =>
    snapshots.push(items.map(({ id, text }: Loose) => `${id} ${text}`).sort()),
  );
  client.models.Note.onCreate().subscribe({ started: (resumed: boolean) => resumes.push(resumed) });
  await subscriptions(4);
  await direct.models.Note.create({ id: 'a', text: 'old' });
  await direct.models.Note.create({ id: 'b', text: 'old' });
  await expect.poll(() => snapshots.at(-1), patient).toEqual(['a old', 'b old']);

  proxy.target = null;
  await started.close();
  started = await start();
  const other = clientOf(port(started));
  await other.models.Note.update({ id: 'a', text: 'new' });
  await other.models.Note.delete({ id: 'b' });
  await other.models.Note.create({ id: 'c', text: 'new' });
  proxy.target = port(started);

  await expect.poll(() => snapshots.at(-1), patient).toEqual(['a new', 'c new']);
  expect(resumes).toEqual([false, false]);
  await subscriptions(4);
  await other.models.Note.create({ id: 'd', text: 'after' });
  await expect.poll(() => snapshots.at(-1), patient).toEqual(['a new', 'c new', 'd after']);
});

it('shows a record that was deleted and made again while the connection was cut', async () => {
  let last: string[] = [];
  client.models.Note.observeQuery({ selectionSet: ['text'] }).subscribe(({ items }: Loose) => {
    last = items.map(({ text }: Loose) => text);
  });
  await subscriptions(3);
  await direct.models.Note.create({ id: 'a', text: 'first' });
  await direct.models.Note.create({ id: 'b', text: 'other' });
  await expect.poll(() => last, patient).toEqual(['first', 'other']);
  proxy.cut();
  await direct.models.Note.delete({ id: 'a' });
  await direct.models.Note.create({ id: 'a', text: 'second' });
  await expect.poll(() => [...last].sort(), patient).toEqual(['other', 'second']);
});

it('shows the list although sockets do not get through', async () => {
  class NoSocket {
    onclose: ((event: { code: number; reason: string }) => void) | null = null;
    constructor() {
      setTimeout(() => this.onclose?.({ code: 1006, reason: '' }), 1);
    }
    close() {}
  }
  await direct.models.Note.create({ id: 'a', text: 'there' });
  const outputs = {
    data: {
      url: started.server.graphqlUrl,
      api_key: apiKey,
      model_introspection: modelIntrospection(started.backend.model),
    },
  };
  const cut: Loose = generateClient({ outputs, WebSocket: NoSocket as unknown as typeof WebSocket });
  const snapshots: Loose[] = [];
  cut.models.Note.observeQuery().subscribe((snapshot: Loose) => snapshots.push(snapshot));
  await expect.poll(() => snapshots, patient).toMatchObject([{ items: [{ id: 'a' }], isSynced: true }]);
  cut.close();
});
