import { randomUUID } from 'node:crypto';
import type { Compatibility } from '../../execution/compatibility.ts';
import type { FunctionInvoker } from '../../functions/function-invoker.ts';
import { type Authenticator, createAuthenticator } from '../../identity/authenticator.ts';
import type { SigV4Principal } from '../../identity/sigv4/sigv4-verifier.ts';
import type { UserPool } from '../../identity/user-pool/user-pool.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';
import type { ApiKeyRing } from './api-key-ring.ts';
import { configuredPrincipals } from './configured-principals.ts';
import { functionCredentials, withEnvironment, writeIntrospection } from './function-access.ts';
import { configuredFunctions } from './functions-of.ts';
import { lambdaAuthorizerOf } from './lambda-authorizer-of.ts';
import { type FunctionHost, lazyInvoker } from './open-functions.ts';
import { configuredIssuers } from './token-issuers.ts';

/** What stays while revisions come and go. */
export interface RevisionContext {
  readonly instance: Instance;
  readonly keys: ApiKeyRing;
  readonly userPool: UserPool | null;
  readonly functionHost: FunctionHost;
  /** Where handlers find the API; known once the server listens. */
  readonly graphqlUrl: () => string;
}

/** The parts of one revision that come from the project's own files. */
export interface OpenedRevision {
  readonly model: DataModel;
  readonly invoker: FunctionInvoker;
  readonly authenticator: Authenticator;
  readonly compatibility: Compatibility;
}

export function openRevision(
  model: DataModel,
  declared: DeclaredBackend,
  { config, file }: LoadedConfig,
  context: RevisionContext,
): OpenedRevision {
  const { instance, keys, userPool, functionHost, graphqlUrl } = context;
  const { authModes, functionAccess } = model.settings;
  const functions = [...declared.functions, ...configuredFunctions(config, file)];
  const grantedApi = () => ({
    graphqlUrl: graphqlUrl(),
    introspectionFile: writeIntrospection(model, functionHost.options.folder),
  });
  const definitions = () =>
    functions.flatMap(({ names, ...rest }) => {
      const granted = names.map((name) => credentials.get(name)).find((credential) => credential !== undefined);
      return names.map((name) => withEnvironment({ name, ...rest }, granted, instance, grantedApi));
    });
  const credentials = functionCredentials(functionAccess, instance);
  const adminRoles = [...(declared.adminRoles ?? []), ...(config.authorization?.adminRoles ?? [])];
  const configured = configuredPrincipals(config, instance, adminRoles);
  const principals = new Map<string, SigV4Principal>(
    [...configured, ...credentials.values()].map((each) => [each.accessKeyId, each]),
  );
  const invoker = lazyInvoker(functionHost, () => definitions());
  const lambda = lambdaAuthorizerOf({ config, declared, functions: definitions, host: functionHost, instance });
  const authenticator = createAuthenticator({
    modes: authModes,
    apiKeys: keys.keys,
    issuers: [...(userPool === null ? [] : [userPool.issuer()]), ...declared.issuers, ...configuredIssuers(config)],
    sigV4: {
      region: instance.region,
      findPrincipal: (accessKeyId, sessionToken) =>
        principals.get(accessKeyId) ?? userPool?.findPrincipal(accessKeyId, sessionToken) ?? null,
    },
    lambda: lambda?.config ?? null,
    clock: Date.now,
    ids: randomUUID,
  });
  return {
    model,
    authenticator,
    compatibility: {
      appsyncPages: config.compatibility?.appsyncPages ?? false,
      appsyncRedaction: config.compatibility?.appsyncRedaction ?? false,
      subscriptionFilterLimits: config.compatibility?.subscriptionFilterLimits ?? false,
    },
    invoker: {
      invoke: invoker.invoke,
      close: async () => {
        await Promise.all([invoker.close(), lambda?.close()]);
      },
    },
  };
}
