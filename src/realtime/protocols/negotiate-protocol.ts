export type RealtimeProtocol = 'graphql-ws' | 'graphql-transport-ws';

/**
 * The protocol to speak, given the value of `Sec-WebSocket-Protocol`; `null` where none fits. A client that offers both
 * speaks the newer one, unless it sends AppSync's credentials.
 */
export function negotiateProtocol(offered: string | undefined): RealtimeProtocol | null {
  if (offered === undefined) return null;
  const protocols = offered.split(',').map((protocol) => protocol.trim());
  const appSync = protocols.includes('graphql-ws');
  if (appSync && protocols.some((protocol) => protocol.startsWith('header-'))) return 'graphql-ws';
  if (protocols.includes('graphql-transport-ws')) return 'graphql-transport-ws';
  return appSync ? 'graphql-ws' : null;
}
