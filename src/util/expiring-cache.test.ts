import { describe, expect, it } from 'vitest';
import { ExpiringCache } from './expiring-cache.ts';

describe('an expiring cache', () => {
  it('forgets an entry at its time', () => {
    let now = 0;
    const cache = new ExpiringCache<string>(2, () => now);
    cache.set('a', 'x', 10);
    now = 9;
    expect(cache.get('a')).toBe('x');
    now = 10;
    expect(cache.get('a')).toBeUndefined();
    now = 0;
    expect(cache.get('a')).toBeUndefined();
  });

  it('drops the entry not used for longest when full', () => {
    const cache = new ExpiringCache<number>(2, () => 0);
    cache.set('a', 1, 1);
    cache.set('b', 2, 1);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3, 1);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
    cache.set('a', 4, 1);
    expect([cache.get('a'), cache.get('c')]).toEqual([4, 3]);
    cache.delete('a');
    expect(cache.get('a')).toBeUndefined();
  });
});
