import { isIP } from 'node:net';
import { textScalar } from './text-scalar.ts';

export const awsIpAddress = textScalar({
  name: 'AWSIPAddress',
  description: 'An IPv4 or IPv6 address, with an optional prefix length.',
  noun: { input: 'a valid IP address', output: 'a valid IP address' },
  isValid: isAddressOrBlock,
});

function isAddressOrBlock(text: string): boolean {
  const slash = text.indexOf('/');
  const version = isIP(slash === -1 ? text : text.slice(0, slash));
  if (version === 0) return false;
  if (slash === -1) return true;
  const prefix = text.slice(slash + 1);
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}
