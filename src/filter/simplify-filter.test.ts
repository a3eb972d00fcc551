import { expect, test } from 'vitest';
import type { Filter } from './filter.ts';
import { everything, nothing, simplifyFilter } from './simplify-filter.ts';

const a: Filter = { op: 'eq', field: 'a', value: 1 };
const b: Filter = { op: 'lt', field: 'b', value: 1 };

const cases: readonly (readonly [string, Filter, Filter])[] = [
  ['a single part', { op: 'and', of: [a] }, a],
  ['nested and', { op: 'and', of: [a, { op: 'and', of: [b, a] }] }, { op: 'and', of: [a, b, a] }],
  ['nested or', { op: 'or', of: [{ op: 'or', of: [a, b] }, b] }, { op: 'or', of: [a, b, b] }],
  ['neutral parts', { op: 'and', of: [everything, a, everything] }, a],
  ['absorbing part of and', { op: 'and', of: [a, nothing] }, nothing],
  ['absorbing part of or', { op: 'or', of: [a, { op: 'not', of: nothing }] }, everything],
  ['nothing to choose from', { op: 'in', field: 'a', values: [] }, nothing],
  ['nothing to exclude', { op: 'notIn', field: 'a', values: [] }, everything],
  ['double negation', { op: 'not', of: { op: 'not', of: b } }, b],
  ['exact opposite', { op: 'not', of: a }, { op: 'ne', field: 'a', value: 1 }],
  ['no opposite', { op: 'not', of: b }, { op: 'not', of: b }],
  ['not of a constant', { op: 'not', of: everything }, nothing],
];
test.each(cases)('%s', (_name, filter, expected) => {
  expect(simplifyFilter(filter)).toEqual(expected);
});
