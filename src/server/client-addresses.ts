import type { IncomingMessage } from 'node:http';

/**
 * Addresses a request came through, nearest client first. `x-forwarded-for` counts only where a proxy is trusted:
 * anyone can send it.
 */
export function clientAddresses(request: IncomingMessage, trustProxy: boolean): readonly string[] {
  const own = request.socket.remoteAddress ?? '';
  if (!trustProxy) return [own];
  const forwarded = request.headers['x-forwarded-for'];
  const text = Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '');
  const addresses = text
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '' && address.length <= 45)
    .slice(-16);
  return [...addresses, own];
}
