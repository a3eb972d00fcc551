import { host } from './host.ts';

/** A random UUID, version 4. */
export function autoId(): string {
  const hex = host().randomHex(16);
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
}

/** 48 bits of time in milliseconds, then 80 random bits, in Crockford's Base32. */
export function autoUlid(): string {
  const value = (BigInt(host().now()) << 80n) | BigInt(`0x${host().randomHex(10)}`);
  return inBase(value, '0123456789ABCDEFGHJKMNPQRSTVWXYZ', 26);
}

/** 32 bits of time in seconds since 14 May 2014, then 128 random bits, in Base62. */
export function autoKsuid(): string {
  const seconds = BigInt(Math.floor(host().now() / 1000) - 1_400_000_000);
  const value = (seconds << 128n) | BigInt(`0x${host().randomHex(16)}`);
  return inBase(value, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 27);
}

function inBase(value: bigint, digits: string, length: number): string {
  const base = BigInt(digits.length);
  let text = '';
  for (let rest = value; text.length < length; rest /= base) text = digits[Number(rest % base)]! + text;
  return text;
}
