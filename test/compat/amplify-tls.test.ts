import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { localCertificate } from '../../src/server/local-certificate.ts';
import { apiKey, type StartedBackend, startBackend } from './start-backend.ts';

const program = join(import.meta.dirname, 'tls-client.ts');
let started: StartedBackend;
let folder: string;

afterEach(async () => {
  await started.close();
  await rm(folder, { recursive: true });
});

test.each(['http:', 'https:'])(
  'the client at an %s URL opens wss: on the same port and gets events',
  async (scheme) => {
    folder = await mkdtemp(join(tmpdir(), 'preamp-tls-'));
    const tls = await localCertificate({ folder, clock: Date.now });
    const sdl = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! }';
    started = await startBackend(sdl, { tls });
    const url = started.server.graphqlUrl.replace('http:', scheme);
    const { stdout } = await promisify(execFile)(process.execPath, [program, url, apiKey], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: tls.authorityFile },
      timeout: 15_000,
    });
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({
      data: { onCreateNote: { id: expect.any(String) } },
    });
  },
);
