import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { TlsCredentials } from '../../server/sniff-tls.ts';
import { fromConfig } from '../commands/serve-command.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { displayPath } from '../output/display-path.ts';

/** PEM files that the command line names. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** The certificate and key that the command line names, else the configuration; `null` for none. Throws `tls-unreadable`. */
export function configuredTls({ config, file }: LoadedConfig, flags: TlsFiles | null = null): TlsCredentials | null {
  if (flags !== null) return { cert: readPem(resolve(flags.certificate)), key: readPem(resolve(flags.key)) };
  if (config.tls === undefined) return null;
  const { certificate, key } = config.tls;
  return { cert: readPem(fromConfig(certificate, file)), key: readPem(fromConfig(key, file)) };
}

function readPem(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN ')) return text;
  } catch (cause) {
    throw new PreampError('tls-unreadable', `${displayPath(path)} cannot be read.`, {
      hint: 'Check tls.certificate and tls.key in the configuration, or --tls-cert and --tls-key.',
      cause,
    });
  }
  throw new PreampError('tls-unreadable', `${displayPath(path)} is not a PEM file.`, {
    hint: 'Check tls.certificate and tls.key in the configuration, or --tls-cert and --tls-key.',
  });
}
