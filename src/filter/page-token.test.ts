import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodePageToken, encodePageToken } from './page-token.ts';

const secret = randomBytes(32);
const cursor = { id: 'secret-id', rank: -1.5, text: '"é\u{1f600}' };
const token = encodePageToken(cursor, 'query 1', secret);

test('comes back in its own context, and only as often as asked the same', () => {
  expect(decodePageToken(token, 'query 1', secret)).toEqual(cursor);
  expect(encodePageToken(cursor, 'query 1', secret)).toBe(token);
  expect(encodePageToken(cursor, 'query 2', secret)).not.toBe(token);
  expect(encodePageToken({ ...cursor, rank: 2 }, 'query 1', secret)).not.toBe(token);
});

test('is URL-safe and tells nothing of the position', () => {
  expect(token).toMatch(/^[\w-]+$/);
  expect(Buffer.from(token, 'base64url').includes('secret-id')).toBe(false);
});

describe('is refused', () => {
  const flipped = (position: number) => {
    const bytes = Buffer.from(token, 'base64url');
    bytes[position]! ^= 1;
    return bytes.toString('base64url');
  };
  const cases: readonly (readonly [string, string, string, Uint8Array])[] = [
    ['another context', token, 'query 2', secret],
    ['another secret', token, 'query 1', randomBytes(32)],
    ['a changed nonce', flipped(0), 'query 1', secret],
    ['a changed body', flipped(14), 'query 1', secret],
    ['a changed tag', flipped(Buffer.from(token, 'base64url').length - 1), 'query 1', secret],
    ['a cut token', token.slice(0, -4), 'query 1', secret],
    ['an extended token', `${token}AAAA`, 'query 1', secret],
    ['padding', `${token}=`, 'query 1', secret],
    ['an empty token', '', 'query 1', secret],
    ['any text', 'next page, please', 'query 1', secret],
  ];
  test.each(cases)('%s', (_name, text, context, key) => {
    expect(() => decodePageToken(text, context, key)).toThrow(
      expect.objectContaining({ code: 'page-token-invalid', message: 'The nextToken does not belong to this query.' }),
    );
  });
});
