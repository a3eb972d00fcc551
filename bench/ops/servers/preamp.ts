/** Preamp as `preamp start` composes it, on the same data, written through its own storage port. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '../../../src/compiler/compile.ts';
import { hashApiKey } from '../../../src/identity/api-key.ts';
import { createAuthenticator } from '../../../src/identity/authenticator.ts';
import { createBackend } from '../../../src/runtime/create-backend.ts';
import { createServer } from '../../../src/server/create-server.ts';
import { createSqliteEngine } from '../../../src/storage/sqlite/sqlite-engine.ts';
import type { WriteOperation } from '../../../src/storage/storage-engine.ts';
import { authors, comments, posts, type Row } from '../records.ts';
import { serveControl } from '../serve-control.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const schema = join(import.meta.dirname, '..', 'schema.graphql');
const { model } = compile([{ file: schema, text: readFileSync(schema, 'utf8') }], {
  settings: { authModes: ['API_KEY'], defaultAuthMode: 'API_KEY' },
});
if (model === null) throw new Error('The schema of the benchmark does not compile.');

const engine = createSqliteEngine({ file: values.data! });
const log = { debug() {}, info() {}, warn: console.error, error: console.error };
const apiKeys = [{ name: 'bench', hash: hashApiKey('da2-bench'), expiresAt: null, revoked: false }];
const backend = await createBackend({
  model,
  engine,
  authenticator: createAuthenticator({
    modes: ['API_KEY'],
    apiKeys: () => apiKeys,
    issuers: [],
    sigV4: null,
    lambda: null,
    clock: Date.now,
    ids: randomUUID,
  }),
  invoker: { invoke: () => Promise.reject(new Error('The benchmark has no functions.')), close: async () => {} },
  clock: Date.now,
  ids: randomUUID,
  pageTokenSecret: Buffer.alloc(32, 1),
  explain: false,
  log,
});

const store = engine.open(model);
async function fill(name: string, rows: Iterable<Row>): Promise<void> {
  let batch: WriteOperation[] = [];
  for (const item of rows) {
    batch.push({ kind: 'put', model: name, item });
    if (batch.length < 1000) continue;
    await store.write(batch);
    batch = [];
  }
  if (batch.length > 0) await store.write(batch);
}
await fill('Author', authors());
await fill('Post', posts());
await fill('Comment', comments());

const server = await createServer({ backend, port: 0, ids: randomUUID, log });
serveControl(server.port);
