import { randomUUID } from 'node:crypto';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Functions } from '../../functions/open-functions.ts';
import type { AuthenticatorConfig } from '../../identity/authenticator.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';

/** AppSync's own default. */
const defaultCacheSeconds = 300;

/** The Lambda authorizer of a project: one of its functions. `null` where it has none. */
export function lambdaAuthorizerOf(options: {
  readonly config: PreampConfig;
  readonly declared: DeclaredBackend;
  readonly functions: Functions;
  readonly instance: Instance;
}): NonNullable<AuthenticatorConfig['lambda']> | null {
  const { declared, functions, instance } = options;
  const configured = options.config.authorization?.lambdaAuthorizer ?? declared.lambdaAuthorizer;
  if (configured === null) return null;
  const runner = functions.find(configured.function);
  if (runner === null) {
    throw new PreampError('function-unknown', `The Lambda authorizer '${configured.function}' is no known function.`, {
      hint: `Known are: ${functions.names.join(', ') || 'none'}. Name it under 'functions' in the configuration.`,
    });
  }
  const pattern = 'tokenPattern' in configured ? configured.tokenPattern : undefined;
  return {
    invoke: (event) => runner.call(event, randomUUID()),
    ttlSeconds: configured.cacheSeconds ?? defaultCacheSeconds,
    tokenPattern: pattern === undefined ? null : new RegExp(pattern),
    apiId: 'preamp',
    accountId: instance.accountId,
  };
}
