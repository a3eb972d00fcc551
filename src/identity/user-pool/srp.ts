import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';

/**
 * The server's side of Cognito's SRP-6a: 3072-bit group of RFC 3526, SHA-256, and a key derivation of its own.
 * `reference/wire-cognito.md` section 3.1. Numbers travel as hexadecimal text.
 */

/** What is stored instead of a password: it checks one, and does not reveal it. */
export interface SrpVerifier {
  readonly salt: string;
  readonly verifier: string;
}

/** The server's ephemeral pair. `secret` must not reach the client in clear. */
export interface SrpEphemeral {
  readonly secret: string;
  readonly public: string;
}

const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const generator = 2n;
const multiplier = hashToNumber(padded(prime), padded(generator));

/** `poolName` is the part of the pool's id after `_`; `userId` the name announced as `USER_ID_FOR_SRP`. */
export function makeSrpVerifier(poolName: string, userId: string, password: string, salt?: string): SrpVerifier {
  const chosen = salt ?? randomBytes(16).toString('hex');
  const inner = createHash('sha256').update(`${poolName}${userId}:${password}`).digest();
  const x = hashToNumber(padded(BigInt(`0x${chosen}`)), inner);
  return { salt: chosen, verifier: power(generator, x).toString(16) };
}

/** `secret` is fixed in tests only. */
export function makeSrpEphemeral(verifier: string, secret = randomBytes(32).toString('hex')): SrpEphemeral {
  const value = (multiplier * BigInt(`0x${verifier}`) + power(generator, BigInt(`0x${secret}`))) % prime;
  return { secret, public: value.toString(16) };
}

/** The session key, 16 bytes; `null` where the client's public value is malformed or degenerate. */
export function srpSessionKey(clientPublic: string, ephemeral: SrpEphemeral, verifier: string): Buffer | null {
  if (!/^[0-9a-fA-F]{1,1024}$/.test(clientPublic)) return null;
  const a = BigInt(`0x${clientPublic}`);
  if (a % prime === 0n) return null;
  const u = hashToNumber(padded(a), padded(BigInt(`0x${ephemeral.public}`)));
  if (u === 0n) return null;
  const base = (a * power(BigInt(`0x${verifier}`), u)) % prime;
  const shared = power(base, BigInt(`0x${ephemeral.secret}`));
  const extracted = createHmac('sha256', padded(u)).update(padded(shared)).digest();
  return createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
}

/** What the client proves its password with, over the pool, the user, the secret block and the time it names. */
export function srpSignature(key: Buffer, { poolName, userId, secretBlock, timestamp }: SrpClaim): Buffer {
  return createHmac('sha256', key)
    .update(`${poolName}${userId}`)
    .update(Buffer.from(secretBlock, 'base64'))
    .update(timestamp)
    .digest();
}

export interface SrpClaim {
  readonly poolName: string;
  readonly userId: string;
  /** Base64. */
  readonly secretBlock: string;
  readonly timestamp: string;
}

/** Bytes of the shortest two's complement form of a positive number. */
function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function hashToNumber(...parts: readonly Buffer[]): bigint {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return BigInt(`0x${hash.digest('hex')}`);
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % prime;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
