import { randomUUID } from 'node:crypto';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { FunctionDefinition } from '../../functions/function-definition.ts';
import { FunctionPool } from '../../functions/function-pool.ts';
import type { AuthenticatorConfig } from '../../identity/authenticator.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';
import type { FunctionHost } from './open-functions.ts';

/** AppSync's own default. */
const defaultCacheSeconds = 300;

/** The Lambda authorizer of a project, and what ends its workers; `null` where it has none. */
export function lambdaAuthorizerOf(options: {
  readonly config: PreampConfig;
  readonly declared: DeclaredBackend;
  /** Known with their environment once the server listens. */
  readonly functions: () => readonly FunctionDefinition[];
  readonly host: FunctionHost;
  readonly instance: Instance;
}): { readonly config: NonNullable<AuthenticatorConfig['lambda']>; close(): Promise<void> } | null {
  const { declared, functions, host, instance } = options;
  const configured = options.config.authorization?.lambdaAuthorizer ?? declared.lambdaAuthorizer;
  if (configured === null) return null;
  const find = () => functions().find(({ name }) => name === configured.function);
  if (find() === undefined) {
    const known = functions().map(({ name }) => name);
    throw new PreampError('function-unknown', `The Lambda authorizer '${configured.function}' is no known function.`, {
      hint: `Known are: ${known.join(', ') || 'none'}. Name it under 'functions' in the configuration.`,
    });
  }
  let pool: FunctionPool | null = null;
  const pattern = 'tokenPattern' in configured ? configured.tokenPattern : undefined;
  return {
    config: {
      invoke: (event) => {
        pool ??= new FunctionPool(find()!, host.options);
        return pool.call(event, randomUUID());
      },
      ttlSeconds: configured.cacheSeconds ?? defaultCacheSeconds,
      tokenPattern: pattern === undefined ? null : new RegExp(pattern),
      apiId: 'preamp',
      accountId: instance.accountId,
    },
    close: async () => pool?.close(),
  };
}
