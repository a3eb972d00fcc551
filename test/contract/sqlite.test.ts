import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { engineContract } from '../../src/testing/contract/engine-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'preamp-contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

engineContract('sqlite, in memory', () => createSqliteEngine({ file: ':memory:' }));
engineContract('sqlite, in a file', () => createSqliteEngine({ file: join(folder, 'data.db') }));
