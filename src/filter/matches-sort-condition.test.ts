import { expect, test } from 'vitest';
import { matchesSortCondition } from './matches-sort-condition.ts';
import type { SortCondition } from './sort-condition.ts';

const cases: readonly (readonly [SortCondition, unknown, boolean])[] = [
  [{ op: 'eq', value: 'a' }, 'a', true],
  [{ op: 'eq', value: '1' }, 1, false],
  [{ op: 'lt', value: 10 }, 9, true],
  [{ op: 'lt', value: '10' }, '9', false],
  [{ op: 'le', value: 9 }, 9, true],
  [{ op: 'gt', value: '\uffee' }, '\u{1f600}', true],
  [{ op: 'ge', value: 9 }, 8, false],
  [{ op: 'between', low: 1, high: 2 }, 2, true],
  [{ op: 'between', low: 1, high: 2 }, 3, false],
  [{ op: 'beginsWith', value: 'OPEN' }, 'OPENED#1', true],
  [{ op: 'beginsWith', value: '' }, null, false],
  [{ op: 'lt', value: 10 }, undefined, false],
];
test.each(cases)('%j on %j', (condition, value, expected) => {
  expect(matchesSortCondition(condition, value)).toBe(expected);
});
