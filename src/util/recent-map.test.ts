import { expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

it('keeps what was used lately and drops the rest', () => {
  const map = new RecentMap<string, number>(4);
  map.set('a', 1);
  map.set('b', 2);
  map.set('c', 3);
  // Used again: it moves to the young generation, which is full with it.
  expect(map.get('a')).toBe(1);
  map.set('d', 4);
  expect([map.get('b'), map.get('a'), map.get('c'), map.get('d')]).toEqual([undefined, 1, 3, 4]);
});

it('forgets everything when cleared', () => {
  const map = new RecentMap<string, number>(4);
  map.set('a', 1);
  map.clear();
  expect(map.get('a')).toBeUndefined();
});
