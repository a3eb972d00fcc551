import { generateKeyPair, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import forge from 'node-forge';
import type { Clock } from '../util/clock.ts';
import type { TlsCredentials } from './sniff-tls.ts';

export interface LocalCertificate extends TlsCredentials {
  /** The authority's certificate, for `NODE_EXTRA_CA_CERTS` or a browser's trust store. */
  readonly authorityFile: string;
}

interface Issued {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 86_400_000;
/** Browsers refuse server certificates that are valid for longer than 398 days. */
const certificateDays = 390;
const authorityDays = 3_650;
/** Certificates are replaced this many days before they end. */
const renewalDays = 30;

/**
 * A certificate for `localhost`, 127.0.0.1 and ::1, signed by an authority that is made on this machine once and kept in
 * `folder`. Both are made when missing or about to end. Private keys are readable by their owner only.
 */
export async function localCertificate(options: {
  readonly folder: string;
  readonly clock: Clock;
}): Promise<LocalCertificate> {
  const { folder, clock } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const authority = await keep(folder, 'ca', clock, null, () => issueAuthority(clock));
  const server = await keep(folder, 'server', clock, authority, () => issueServer(clock, authority));
  return { ...server, authorityFile: join(folder, 'ca.pem') };
}

async function keep(
  folder: string,
  name: string,
  clock: Clock,
  authority: Issued | null,
  issue: () => Promise<Issued>,
): Promise<Issued> {
  const certFile = join(folder, `${name}.pem`);
  const keyFile = join(folder, `${name}-key.pem`);
  const kept = await readIssued(certFile, keyFile);
  if (kept !== null && isUsable(kept, clock, authority)) return kept;
  const issued = await issue();
  await writeAtomically(keyFile, issued.key);
  await writeAtomically(certFile, issued.cert);
  return issued;
}

async function readIssued(certFile: string, keyFile: string): Promise<Issued | null> {
  try {
    return { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isUsable({ cert }: Issued, clock: Clock, authority: Issued | null): boolean {
  try {
    const certificate = forge.pki.certificateFromPem(cert);
    if (certificate.validity.notAfter.getTime() - renewalDays * dayMs < clock()) return false;
    return authority === null || forge.pki.certificateFromPem(authority.cert).verify(certificate);
  } catch {
    return false;
  }
}

async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, file);
}

async function issueAuthority(clock: Clock): Promise<Issued> {
  const { certificate, keys, key } = await prepare(clock, authorityDays);
  const subject = [{ name: 'commonName', value: 'Preamp local authority' }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true, pathLenConstraint: 0 },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  certificate.sign(keys, forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key };
}

async function issueServer(clock: Clock, authority: Issued): Promise<Issued> {
  const { certificate, key } = await prepare(clock, certificateDays);
  const issuer = forge.pki.certificateFromPem(authority.cert);
  certificate.setSubject([{ name: 'commonName', value: 'localhost' }]);
  certificate.setIssuer(issuer.subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 2, value: '*.localhost' },
        { type: 7, ip: '127.0.0.1' },
        { type: 7, ip: '::1' },
      ],
    },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(authority.key), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key };
}

async function prepare(clock: Clock, days: number) {
  const pair = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  // The first bit must not be set, or the number would be negative.
  certificate.serialNumber = `00${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = new Date(clock() - dayMs);
  certificate.validity.notAfter = new Date(clock() + days * dayMs);
  return { certificate, keys: forge.pki.privateKeyFromPem(pair.privateKey), key: pair.privateKey };
}
