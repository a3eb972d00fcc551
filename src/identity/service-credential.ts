import type { SigV4Principal } from './sigv4/sigv4-verifier.ts';

export type ServiceAction = 'query' | 'mutate' | 'listen';

const rootTypes: Readonly<Record<ServiceAction, string>> = {
  query: 'Query',
  mutate: 'Mutation',
  listen: 'Subscription',
};

/**
 * A principal no rule binds, for handlers and other servers: what `allow.resource(fn).to([...])` gives a function.
 * Root fields outside its actions are refused with 401.
 */
export function serviceCredential(options: {
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly actions: readonly ServiceAction[];
  readonly accountId: string;
}): SigV4Principal {
  const { name, accessKeyId, secretAccessKey, sessionToken = null, actions, accountId } = options;
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiresAt: null,
    identity: {
      principal: 'service',
      accountId,
      userArn: `arn:aws:sts::${accountId}:assumed-role/${name}/${name}`,
      username: `${accessKeyId}:${name}`,
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      allowedFields: actions.map((action) => `${rootTypes[action]}.*`),
    },
  };
}
