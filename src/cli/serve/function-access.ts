import { randomBytes } from 'node:crypto';
import type { FunctionDefinition } from '../../functions/function-definition.ts';
import { serviceCredential } from '../../identity/service-credential.ts';
import type { SigV4Principal } from '../../identity/sigv4/sigv4-verifier.ts';
import type { FunctionAccess } from '../../ir/data-model.ts';
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

/** A function with what Amplify puts into the environment of its handler. */
export function withEnvironment(
  definition: FunctionDefinition,
  credential: SigV4Principal | undefined,
  instance: Instance,
  graphqlUrl: string,
): FunctionDefinition {
  const granted = credential && {
    AWS_ACCESS_KEY_ID: credential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credential.secretAccessKey,
    ...(credential.sessionToken === null ? {} : { AWS_SESSION_TOKEN: credential.sessionToken }),
    AMPLIFY_DATA_DEFAULT_NAME: 'amplifyData',
    AMPLIFY_DATA_GRAPHQL_ENDPOINT: graphqlUrl,
  };
  return { ...definition, environment: { AWS_REGION: instance.region, ...granted, ...definition.environment } };
}
