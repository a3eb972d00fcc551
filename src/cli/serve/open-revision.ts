import { randomUUID } from 'node:crypto';
import type { Log } from '../../diagnostics/log.ts';
import type { Compatibility } from '../../execution/compatibility.ts';
import { decodePageToken, encodePageToken } from '../../filter/page-token.ts';
import { pageTokenKey } from '../../filter/page-token-key.ts';
import type { OnSources } from '../../functions/bundle-sources.ts';
import { createFunctionInvoker } from '../../functions/create-function-invoker.ts';
import type { FunctionInvoker } from '../../functions/function-invoker.ts';
import { openFunctions } from '../../functions/open-functions.ts';
import type { PageTokens } from '../../functions/resolvers/tables/table-operations.ts';
import { type Authenticator, createAuthenticator } from '../../identity/authenticator.ts';
import type { SigV4Principal } from '../../identity/sigv4/sigv4-verifier.ts';
import type { TriggerFunctions } from '../../identity/user-pool/pool-triggers.ts';
import type { UserPool } from '../../identity/user-pool/user-pool.ts';
import type { DataModel } from '../../ir/data-model.ts';
import { createWriteHooks, type RevisionHooks } from '../../runtime/hooks/create-write-hooks.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';
import type { ApiKeyRing } from './api-key-ring.ts';
import { configuredPrincipals } from './configured-principals.ts';
import { allDataSources, inRegion } from './data-sources-of.ts';
import { functionCredentials, handlerEnvironment, writeIntrospection } from './function-access.ts';
import { allFunctions, configuredFunctions } from './functions-of.ts';
import { lambdaAuthorizerOf } from './lambda-authorizer-of.ts';
import { httpLimits } from './limits-of.ts';
import type { FunctionHost } from './open-functions.ts';
import { secretReader, withSecrets } from './secret-values.ts';
import { configuredIssuers } from './token-issuers.ts';
import { triggerFunctions } from './trigger-functions.ts';

/** What stays while revisions come and go. */
export interface RevisionContext {
  readonly data: DataDirectory;
  readonly instance: Instance;
  readonly keys: ApiKeyRing;
  readonly userPool: UserPool | null;
  readonly functionHost: FunctionHost;
  readonly log: Log;
  /** Where handlers find the API; known once the server listens. */
  readonly graphqlUrl: () => string;
}

/** The parts of one revision that come from the project's own files. */
export interface OpenedRevision {
  readonly model: DataModel;
  readonly invoker: FunctionInvoker;
  readonly hooks: RevisionHooks;
  readonly authenticator: Authenticator;
  readonly compatibility: Compatibility;
  readonly triggers: TriggerFunctions;
}

export function openRevision(
  model: DataModel,
  declared: DeclaredBackend,
  { config, file }: LoadedConfig,
  context: RevisionContext,
): OpenedRevision {
  const { instance, keys, userPool, functionHost, graphqlUrl, log } = context;
  const hooks = createWriteHooks(config.hooks ?? {}, model, { log });
  const { authModes, functionAccess } = model.settings;
  const grantedApi = () => ({
    graphqlUrl: graphqlUrl(),
    introspectionFile: writeIntrospection(model, functionHost.folder),
  });
  const credentials = functionCredentials(functionAccess, instance);
  const onSources: OnSources = (files, readAt) => functionHost.sources.add(files, readAt);
  const http = httpLimits(config);
  const secretOf = secretReader(context.data);
  const functions = openFunctions({
    functions: allFunctions(
      declared.functions.map((each) => withSecrets(each, secretOf)),
      configuredFunctions(config, file),
    ),
    folder: functionHost.folder,
    environmentOf: ({ names }) => {
      const granted = names.map((name) => credentials.get(name)).find((credential) => credential !== undefined);
      return handlerEnvironment(granted, instance, grantedApi);
    },
    http,
    onSources,
    log: functionHost.log,
  });
  const adminRoles = [...(declared.adminRoles ?? []), ...(config.authorization?.adminRoles ?? [])];
  const configured = configuredPrincipals(config, instance, adminRoles);
  const principals = new Map<string, SigV4Principal>(
    [...configured, ...credentials.values()].map((each) => [each.accessKeyId, each]),
  );
  const invoker = createFunctionInvoker({
    functions,
    environmentName: config.environmentName ?? declared.environmentName ?? 'dev',
    region: instance.region,
    http,
    resolvers: {
      dataSources: allDataSources(declared, config).map((each) => inRegion(each, instance.region)),
      pageTokens: pageTokensOf(instance),
      environment: { ...declared.resolverEnvironment, ...config.resolverEnvironment },
      onSources,
    },
    log: functionHost.log,
  });
  const triggers = triggerFunctions(declared.userPool, functions);
  const authenticator = createAuthenticator({
    modes: authModes,
    apiKeys: keys.keys,
    issuers: [...(userPool === null ? [] : [userPool.issuer()]), ...declared.issuers, ...configuredIssuers(config)],
    sigV4: {
      region: instance.region,
      findPrincipal: (accessKeyId, sessionToken) =>
        principals.get(accessKeyId) ?? userPool?.findPrincipal(accessKeyId, sessionToken) ?? null,
    },
    lambda: lambdaAuthorizerOf({ config, declared, functions, instance }),
    clock: Date.now,
    ids: randomUUID,
  });
  return {
    model,
    hooks,
    authenticator,
    triggers,
    compatibility: {
      appsyncPages: config.compatibility?.appsyncPages ?? false,
      appsyncRedaction: config.compatibility?.appsyncRedaction ?? false,
      subscriptionFilterLimits: config.compatibility?.subscriptionFilterLimits ?? false,
    },
    invoker,
  };
}

function pageTokensOf({ pageTokenSecret }: Instance): PageTokens {
  const key = pageTokenKey(Buffer.from(pageTokenSecret, 'base64'));
  return {
    seal: (position, context) => encodePageToken({ key: JSON.stringify(position) }, context, key),
    open: (token, context) => JSON.parse(String(decodePageToken(token, context, key).key)),
  };
}
