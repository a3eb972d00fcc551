import type { ServedBackend } from './serve-backend.ts';

/** The line `start --json` prints when requests are answered. What is not configured is absent. */
export interface ReadyEvent {
  readonly event: 'ready';
  /** The GraphQL endpoint. */
  readonly url: string;
  readonly realtimeUrl: string;
  readonly region: string;
  readonly apiKey?: string;
  readonly userPoolId?: string;
  readonly userPoolClientId?: string;
  readonly identityPoolId?: string;
}

export function readyEvent({ server, instance, apiKey, userPool }: ServedBackend): ReadyEvent {
  const { region, userPoolId, userPoolClientId, identityPoolId } = instance;
  return {
    event: 'ready',
    url: server.graphqlUrl,
    realtimeUrl: server.realtimeUrl,
    region,
    ...(apiKey === null ? {} : { apiKey: apiKey.key }),
    ...(userPool === null ? {} : { userPoolId, userPoolClientId, identityPoolId }),
  };
}
