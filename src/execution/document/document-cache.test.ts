import { expect, test } from 'vitest';
import { DocumentCache } from './document-cache.ts';

test('the least recently used documents go when the text no longer fits', () => {
  const cache = new DocumentCache<number>(10);
  cache.set('aaaa', 1);
  cache.set('bbbb', 2);
  expect(cache.get('aaaa')).toBe(1);
  cache.set('cccc', 3);
  expect([cache.get('aaaa'), cache.get('bbbb'), cache.get('cccc')]).toEqual([1, undefined, 3]);
});

test('a document longer than the cache is not kept and displaces nothing', () => {
  const cache = new DocumentCache<number>(10);
  cache.set('aaaa', 1);
  cache.set('b'.repeat(11), 2);
  expect([cache.get('aaaa'), cache.get('b'.repeat(11))]).toEqual([1, undefined]);
});

test('one long document may displace several short ones', () => {
  const cache = new DocumentCache<number>(10);
  for (const text of ['aaa', 'bbb', 'ccc']) cache.set(text, 1);
  cache.set('d'.repeat(9), 2);
  expect(['aaa', 'bbb', 'ccc', 'd'.repeat(9)].map((text) => cache.get(text))).toEqual([
    undefined,
    undefined,
    undefined,
    2,
  ]);
});
