import { expect, test } from 'vitest';
import { DocumentCache } from './document-cache.ts';

test('documents that were used lately outlast others when the text no longer fits', () => {
  const cache = new DocumentCache<number>(16);
  cache.set('aaaa', 1);
  cache.set('bbbb', 2);
  cache.set('cccc', 3);
  expect(cache.get('aaaa')).toBe(1);
  cache.set('dddd', 4);
  expect(['aaaa', 'bbbb', 'cccc', 'dddd'].map((text) => cache.get(text))).toEqual([1, undefined, 3, 4]);
});

test('a document longer than half of the cache is not kept and displaces nothing', () => {
  const cache = new DocumentCache<number>(10);
  cache.set('aaaa', 1);
  cache.set('b'.repeat(6), 2);
  expect([cache.get('aaaa'), cache.get('b'.repeat(6))]).toEqual([1, undefined]);
});

test('the text that is kept never exceeds the bound', () => {
  const cache = new DocumentCache<number>(20);
  const texts = Array.from({ length: 50 }, (_, n) => String(n).repeat(1 + (n % 5)));
  for (const text of texts) cache.set(text, 1);
  const kept = texts.filter((text) => cache.get(text) !== undefined);
  expect(kept.join('').length).toBeLessThanOrEqual(20);
});
