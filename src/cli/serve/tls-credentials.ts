import { readFileSync } from 'node:fs';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { TlsCredentials } from '../../server/sniff-tls.ts';
import { fromConfig } from '../commands/serve-command.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { displayPath } from '../output/display-path.ts';

/** The certificate and key a configuration names; `null` where it names none. Throws `tls-unreadable`. */
export function configuredTls({ config, file }: LoadedConfig): TlsCredentials | null {
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
      hint: 'Check tls.certificate and tls.key in the configuration.',
      cause,
    });
  }
  throw new PreampError('tls-unreadable', `${displayPath(path)} is not a PEM file.`, {
    hint: 'Check tls.certificate and tls.key in the configuration.',
  });
}
