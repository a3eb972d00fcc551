import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { TlsCredentials } from '../../server/sniff-tls.ts';
import { fromConfig } from '../commands/serve-command.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { displayPath } from '../output/display-path.ts';

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Where the certificate and its key are that the command line names, else the configuration; `null` for none. */
export function configuredTls({ config, file }: LoadedConfig, flags: TlsFiles | null = null): TlsFiles | null {
  if (flags !== null) return { certificate: resolve(flags.certificate), key: resolve(flags.key) };
  if (config.tls === undefined) return null;
  const { certificate, key } = config.tls;
  return { certificate: fromConfig(certificate, file), key: fromConfig(key, file) };
}

const hint = 'Check tls.certificate and tls.key in the configuration, or --tls-cert and --tls-key.';

/**
 * Reads a certificate, with its chain, and its key.
 *
 * @throws PreampError `tls-unreadable`, `tls-invalid` or `tls-mismatch`
 */
export function readTls(files: TlsFiles): TlsCredentials {
  const [cert, key] = [readPem(files.certificate), readPem(files.key)];
  const certificate = use(files.certificate, 'certificate', () => new X509Certificate(cert));
  const privateKey = use(files.key, 'private key without a passphrase', () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    const [one, other] = [displayPath(files.key), displayPath(files.certificate)];
    throw new PreampError('tls-mismatch', `${one} is not the key of the certificate in ${other}.`, { hint });
  }
  use(files.certificate, 'certificate with its chain', () => createSecureContext({ cert, key }));
  return { cert, key };
}

/** Why clients refuse a certificate at a time, in milliseconds since 1970; `null` where its dates are no reason. */
export function certificateProblem({ cert }: TlsCredentials, now: number): string | null {
  const { validFromDate, validToDate } = new X509Certificate(cert);
  if (validToDate.getTime() < now) return `The TLS certificate has expired on ${validToDate.toISOString()}.`;
  if (validFromDate.getTime() > now) return `The TLS certificate begins on ${validFromDate.toISOString()}.`;
  return null;
}

function readPem(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN ')) return text;
  } catch (cause) {
    throw new PreampError('tls-unreadable', `${displayPath(path)} cannot be read.`, { hint, cause });
  }
  throw new PreampError('tls-unreadable', `${displayPath(path)} is not a PEM file.`, { hint });
}

function use<T>(path: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new PreampError('tls-invalid', `${displayPath(path)} holds no ${what} that can be used.`, { hint, cause });
  }
}
