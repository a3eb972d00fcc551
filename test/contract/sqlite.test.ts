import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { loadCipherSqlite } from '../../src/storage/sqlite/cipher-sqlite.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { engineContract } from '../../src/testing/contract/engine-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'preamp-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

engineContract('sqlite, in memory', () => createSqliteEngine({ file: ':memory:' }));
engineContract('sqlite, in a file', () => createSqliteEngine({ file: join(folder, 'data.db') }));
const driver = await loadCipherSqlite(Buffer.alloc(32, 7));
engineContract('sqlite, encrypted', () => createSqliteEngine({ file: join(folder, 'cipher.db'), driver }));
