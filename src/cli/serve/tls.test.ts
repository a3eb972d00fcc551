import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localCertificate } from '../../server/local-certificate.ts';
import { sniffTls } from '../../server/sniff-tls.ts';
import { certificateProblem, readTls } from './tls-credentials.ts';
import { watchTls } from './watch-tls.ts';

let folder: string;
const file = (name: string) => join(folder, name);
const day = 86_400_000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'preamp-tls-'));
  for (const name of ['one', 'two']) await localCertificate({ folder: file(name), clock: Date.now });
  await localCertificate({ folder: file('old'), clock: () => Date.now() - 500 * day });
  await localCertificate({ folder: file('early'), clock: () => Date.now() + 5 * day });
  writeFileSync(file('text.pem'), 'no certificate');
  writeFileSync(file('broken.pem'), '-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const sealed = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
  writeFileSync(file('sealed-key.pem'), sealed);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a certificate and its key', () => {
  test.each([
    ['one/server.pem', 'nowhere.pem', 'tls-unreadable', /nowhere\.pem cannot be read/],
    ['text.pem', 'one/server-key.pem', 'tls-unreadable', /text\.pem is not a PEM file/],
    ['broken.pem', 'one/server-key.pem', 'tls-invalid', /broken\.pem holds no certificate/],
    ['one/server-key.pem', 'one/server.pem', 'tls-invalid', /server-key\.pem holds no certificate/],
    ['one/server.pem', 'sealed-key.pem', 'tls-invalid', /sealed-key\.pem holds no private key without a passphrase/],
    ['one/server.pem', 'two/server-key.pem', 'tls-mismatch', /server-key\.pem is not the key of the certificate in/],
  ])('in %s and %s: %s', (certificate, key, code, message) => {
    const read = () => readTls({ certificate: file(certificate), key: file(key) });
    expect(read).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
    expect(read).toThrow(expect.objectContaining({ hint: expect.stringContaining('--tls-cert') }));
  });

  test('that are in time, too late and too early', () => {
    const problem = (name: string) => {
      const files = { certificate: file(`${name}/server.pem`), key: file(`${name}/server-key.pem`) };
      return certificateProblem(readTls(files), Date.now());
    };
    expect(problem('one')).toBeNull();
    expect(problem('old')).toMatch(/has expired on 20/);
    expect(problem('early')).toMatch(/begins on 20/);
  });
});

test('a renewed certificate is taken up as soon as its key is there, also by a changed link', async () => {
  const live = { certificate: file('live.pem'), key: file('live-key.pem') };
  const link = (name: string, target: string) => {
    symlinkSync(file(target), file(`${name}.new`));
    renameSync(file(`${name}.new`), file(name));
  };
  link('live.pem', 'one/server.pem');
  link('live-key.pem', 'one/server-key.pem');
  const http = createServer((_, response) => response.end());
  const sniffer = sniffTls(http, readTls(live));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const logged: string[] = [];
  const say = (message: string) => void logged.push(message);
  const log = { debug: say, info: say, warn: say, error: say };
  const watch = watchTls(live, { current: readTls(live), renew: sniffer.renew, log, interval: 20 });
  const served = async () => {
    const { port } = http.address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { serialNumber } = socket.getPeerCertificate();
    socket.destroy();
    return serialNumber;
  };
  const serial = (name: string) => new X509Certificate(readFileSync(file(`${name}/server.pem`))).serialNumber;
  try {
    expect(await served()).toBe(serial('one'));
    link('live.pem', 'two/server.pem');
    await expect.poll(() => logged, { timeout: 10_000 }).toContainEqual(expect.stringContaining('cannot be used'));
    expect(await served()).toBe(serial('one'));
    link('live-key.pem', 'two/server-key.pem');
    await expect.poll(served, { timeout: 10_000 }).toBe(serial('two'));
    unlinkSync(live.key);
    link('live.pem', 'one/server.pem');
    expect(await served()).toBe(serial('two'));
  } finally {
    watch.close();
    http.close();
    sniffer.close();
  }
});
