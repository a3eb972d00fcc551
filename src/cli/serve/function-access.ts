import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelIntrospection } from '../../artifacts/model-introspection.ts';
import { serviceCredential } from '../../identity/service-credential.ts';
import type { SigV4Principal } from '../../identity/sigv4/sigv4-verifier.ts';
import type { DataModel, FunctionAccess } from '../../ir/data-model.ts';
import type { Instance } from '../data/instance-file.ts';

/** Credentials that `allow.resource(fn)` gives functions, by function. They end with the process. */
export function functionCredentials(
  access: readonly FunctionAccess[],
  instance: Instance,
): ReadonlyMap<string, SigV4Principal> {
  return new Map(
    access.map(({ function: name, actions }) => [
      name,
      serviceCredential({
        name,
        accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(48).toString('base64'),
        actions,
        accountId: instance.accountId,
      }),
    ]),
  );
}

/** Where a handler with a grant finds the API, and what it may read of it. */
export interface GrantedApi {
  readonly graphqlUrl: string;
  /** A file with the model introspection: what the official client builds its methods from. */
  readonly introspectionFile: string;
}

/** What Amplify puts into the environment of a handler. `api` is asked for a function with a grant. */
export function handlerEnvironment(
  credential: SigV4Principal | undefined,
  instance: Instance,
  api: () => GrantedApi,
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: instance.region,
    AWS_DEFAULT_REGION: instance.region,
    ...(credential === undefined ? {} : grantedEnvironment(credential, api())),
  };
}

function grantedEnvironment(credential: SigV4Principal, { graphqlUrl, introspectionFile }: GrantedApi) {
  return {
    AWS_ACCESS_KEY_ID: credential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
    ...(credential.sessionToken === null ? {} : { AWS_SESSION_TOKEN: credential.sessionToken }),
    AMPLIFY_DATA_DEFAULT_NAME: 'amplifyData',
    AMPLIFY_DATA_GRAPHQL_ENDPOINT: graphqlUrl,
    AMPLIFY_DATA_MODEL_INTROSPECTION_SCHEMA_BUCKET_NAME: 'preamp',
    AMPLIFY_DATA_MODEL_INTROSPECTION_SCHEMA_KEY: introspectionFile,
  };
}

/** Writes the model introspection beside the bundles of the functions. */
export function writeIntrospection(model: DataModel, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'model-introspection.json');
  writeFileSync(file, JSON.stringify(modelIntrospection(model)), { mode: 0o600 });
  return file;
}
