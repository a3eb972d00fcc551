import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeSrpEphemeral, makeSrpVerifier, srpSessionKey, srpSignature } from './srp.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const poolName = 'AbC123';
const userId = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const prime =
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff';

describe('SRP', () => {
  const stored = makeSrpVerifier(poolName, userId, 'Passw0rd!', 'f0e1d2c3b4a5968778695a4b3c2d1e0f');
  const ephemeral = makeSrpEphemeral(stored.verifier, sha256('server-b'));
  const clientPublic = power(2n, BigInt(`0x${sha256('client-a')}`)).toString(16);

  it('agrees with the recorded vector, step by step', () => {
    expect(sha256(stored.verifier)).toBe('b883ddfe28ba564c98ef94a04fa10cf7ce2cc5f27e522bbe64c84650299e1b12');
    expect(sha256(ephemeral.public)).toBe('987ffd505f0ca7bc83a88bcf592be93263fd4478f5076da680f3d3a1a167c643');
    expect(sha256(clientPublic)).toBe('ef4021200a728f59913143c2f85d795a3f568879670fe6327babd6f871ab8e85');
    const key = srpSessionKey(clientPublic, ephemeral, stored.verifier);
    expect(key?.toString('hex')).toBe('3ce459c308be96406d4c2c24da10f511');
    const claim = { poolName, userId, secretBlock: 'c2VjcmV0LWJsb2Nr', timestamp: 'Sun Nov 22 12:58:50 UTC 2026' };
    expect(srpSignature(key!, claim).toString('base64')).toBe('SJc971vSxoK+bTyZFtTMAeFc3/vx23LemV0X9pBUK3E=');
  });

  it.each([
    ['zero', '0'],
    ['the prime', prime],
    ['twice the prime', (2n * BigInt(`0x${prime}`)).toString(16)],
    ['no number', 'xyz'],
    ['nothing', ''],
    ['too long', 'f'.repeat(1025)],
  ])('refuses a client value that is %s', (_, value) => {
    expect(srpSessionKey(value, ephemeral, stored.verifier)).toBeNull();
  });

  it('gives every verifier a salt of its own', () => {
    const again = makeSrpVerifier(poolName, userId, 'Passw0rd!');
    expect(again.salt).not.toBe(makeSrpVerifier(poolName, userId, 'Passw0rd!').salt);
  });
});

function power(base: bigint, exponent: bigint): bigint {
  const modulus = BigInt(`0x${prime}`);
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
