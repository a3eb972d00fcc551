import type { Log } from '../../diagnostics/log.ts';
import type { TlsCredentials } from '../../server/sniff-tls.ts';
import { certificateProblem, readTls, type TlsFiles } from './tls-credentials.ts';

export interface TlsWatch {
  close(): void;
}

/** Milliseconds between looks at the files. They may be links that are changed, which no event tells of everywhere. */
const defaultInterval = 10_000;

/**
 * Hands over a renewed certificate when its files hold another than `current`. What cannot be used, as a certificate
 * whose key is not written yet, is logged once, and the one that serves stays.
 */
export function watchTls(
  files: TlsFiles,
  options: {
    readonly current: TlsCredentials;
    readonly renew: (credentials: TlsCredentials) => void;
    readonly log: Log;
    readonly interval?: number;
  },
): TlsWatch {
  const { renew, log, interval = defaultInterval } = options;
  let { current } = options;
  let failure: string | null = null;
  const look = () => {
    try {
      const found = readTls(files);
      failure = null;
      if (found.cert === current.cert && found.key === current.key) return;
      renew(found);
      current = found;
      log.info('the TLS certificate was renewed', { file: files.certificate });
      const problem = certificateProblem(found, Date.now());
      if (problem !== null) log.error(problem);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message === failure) return;
      failure = message;
      log.warn('the changed TLS certificate cannot be used; the one before still serves', { error: message });
    }
  };
  const timer = setInterval(look, interval).unref();
  return { close: () => clearInterval(timer) };
}
