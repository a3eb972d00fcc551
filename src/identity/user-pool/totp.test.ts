import { describe, expect, it } from 'vitest';
import { encodeBase32, matchTotp, totpCode, totpStep } from './totp.ts';

const secret = encodeBase32(Buffer.from('12345678901234567890'));

describe('TOTP', () => {
  // RFC 6238 appendix B, the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %i seconds is %s', (seconds, code) => {
    expect(totpCode(secret, totpStep(seconds * 1000))).toBe(code);
    expect(matchTotp(secret, code, seconds * 1000, 0)).toBe(totpStep(seconds * 1000));
  });

  it('counts one step early and late, and never twice', () => {
    const step = totpStep(59_000);
    for (const [at, found] of [
      [0, step],
      [59_000, step],
      [89_999, step],
      [90_000, null],
    ] as const) {
      expect(matchTotp(secret, '287082', at, 0), String(at)).toBe(found);
    }
    expect(matchTotp(secret, '287082', 59_000, step)).toBeNull();
  });

  it.each(['', '28708', '2870820', '28708a', '２８７０８２'])('is not %j', (code) => {
    expect(matchTotp(secret, code, 59_000, 0)).toBeNull();
  });

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('base32 of %j is %s', (text, encoded) => {
    expect(encodeBase32(Buffer.from(text))).toBe(encoded);
  });
});
