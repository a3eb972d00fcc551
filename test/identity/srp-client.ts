import { createHash, createHmac, getDiffieHellman } from 'node:crypto';

const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const secret = BigInt(`0x${createHash('sha256').update('client').digest('hex')}`);

/** The client's public value; its secret is always the same. */
export const srpA = power(2n, secret).toString(16);

/** Answers a `PASSWORD_VERIFIER` challenge, written from the formulas and apart from the server's side. */
export function answerPasswordVerifier(
  poolName: string,
  password: string,
  challenge: Readonly<Record<string, string>>,
  at: number,
): Record<string, string> {
  const { USER_ID_FOR_SRP: user = '', SRP_B = '', SALT = '', SECRET_BLOCK = '' } = challenge;
  const b = BigInt(`0x${SRP_B}`);
  const u = number(sha256(padded(power(2n, secret)), padded(b)));
  const x = number(sha256(padded(BigInt(`0x${SALT}`)), sha256(Buffer.from(`${poolName}${user}:${password}`))));
  const k = number(sha256(padded(prime), padded(2n)));
  const base = (((b - k * power(2n, x)) % prime) + prime) % prime;
  const shared = power(base, secret + u * x);
  const extracted = createHmac('sha256', padded(u)).update(padded(shared)).digest();
  const key = createHmac('sha256', extracted).update('Caldera Derived Key\u0001').digest().subarray(0, 16);
  const [, day, date, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(new Date(at).toUTCString()) ?? [];
  const TIMESTAMP = `${day} ${month} ${Number(date)} ${time} UTC ${year}`;
  const signature = createHmac('sha256', key)
    .update(`${poolName}${user}`)
    .update(Buffer.from(SECRET_BLOCK, 'base64'))
    .update(TIMESTAMP)
    .digest('base64');
  return {
    USERNAME: user,
    PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
    TIMESTAMP,
    PASSWORD_CLAIM_SIGNATURE: signature,
  };
}

function sha256(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function number(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function padded(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 1 ? `0${hex}` : /^[89a-f]/.test(hex) ? `00${hex}` : hex, 'hex');
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
