import { describe, expect, test } from 'vitest';
import { compileFilter } from './compile-filter.ts';
import type { Filter } from './filter.ts';
import { matchesFilter } from './matches-filter.ts';

/** Operator by operator: what holds for a missing attribute and for the value `m`. */
const truthTable: readonly (readonly [Filter, missing: boolean, value: boolean])[] = [
  [{ op: 'eq', field: 'f', value: 'm' }, false, true],
  [{ op: 'eq', field: 'f', value: 'x' }, false, false],
  [{ op: 'eq', field: 'f', value: null }, true, false],
  [{ op: 'eq', field: 'f', value: undefined }, true, false],
  [{ op: 'ne', field: 'f', value: 'm' }, true, false],
  [{ op: 'ne', field: 'f', value: 1 }, true, true],
  [{ op: 'ne', field: 'f', value: null }, false, true],
  [{ op: 'lt', field: 'f', value: 'n' }, false, true],
  [{ op: 'le', field: 'f', value: 'm' }, false, true],
  [{ op: 'gt', field: 'f', value: 'm' }, false, false],
  [{ op: 'ge', field: 'f', value: 'm' }, false, true],
  [{ op: 'lt', field: 'f', value: null }, false, false],
  [{ op: 'ge', field: 'f', value: null }, false, false],
  [{ op: 'lt', field: 'f', value: 5 }, false, false],
  [{ op: 'between', field: 'f', low: 'a', high: 'm' }, false, true],
  [{ op: 'between', field: 'f', low: 'a', high: null }, false, false],
  [{ op: 'beginsWith', field: 'f', value: 'm' }, false, true],
  [{ op: 'beginsWith', field: 'f', value: '' }, false, true],
  [{ op: 'contains', field: 'f', value: '' }, false, true],
  [{ op: 'contains', field: 'f', value: 'x' }, false, false],
  [{ op: 'notContains', field: 'f', value: 'm' }, true, false],
  [{ op: 'notContains', field: 'f', value: 'x' }, true, true],
  [{ op: 'in', field: 'f', values: ['a', 'm'] }, false, true],
  [{ op: 'in', field: 'f', values: [null] }, true, false],
  [{ op: 'notIn', field: 'f', values: ['a', 'm'] }, true, false],
  [{ op: 'attributeExists', field: 'f', exists: true }, false, true],
  [{ op: 'attributeExists', field: 'f', exists: false }, true, false],
  [{ op: 'attributeType', field: 'f', type: '_null' }, false, false],
  [{ op: 'attributeType', field: 'f', type: 'string' }, false, true],
  [{ op: 'size', field: 'f', test: { op: 'ne', value: 7 } }, false, true],
];

describe('truth table', () => {
  test.each(truthTable)('%j', (filter, missing, value) => {
    const holds = compileFilter(filter);
    expect([holds({}), holds({ f: null }), holds({ f: 'm' })]).toEqual([missing, missing, value]);
    const not = compileFilter({ op: 'not', of: filter });
    expect([not({}), not({ f: null }), not({ f: 'm' })]).toEqual([!missing, !missing, !value]);
    expect(matchesFilter(filter, null)).toBe(missing);
  });
});

test('objects are equal whatever the order of their members, lists only in order', () => {
  const equal = compileFilter({ op: 'eq', field: 'f', value: { a: 1, b: [1, { c: null }] } });
  expect(equal({ f: { b: [1, { c: null }], a: 1 } })).toBe(true);
  expect(equal({ f: { b: [1, {}], a: 1 } })).toBe(false);
  expect(equal({ f: { b: [{ c: null }, 1], a: 1 } })).toBe(false);
  expect(equal({ f: { a: 1, b: [1, { c: null }], d: 0 } })).toBe(false);
  expect(compileFilter({ op: 'eq', field: 'f', value: {} })({ f: [] })).toBe(false);
});

test('size counts characters, not UTF-16 units', () => {
  const two = compileFilter({ op: 'size', field: 'f', test: { op: 'eq', value: 2 } });
  expect([two({ f: 'a\u{1f600}' }), two({ f: [1, 2] }), two({ f: { a: 1, b: 2 } }), two({ f: 2 })]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('an attribute named like a member of every object is absent unless it is set', () => {
  const exists = compileFilter({ op: 'attributeExists', field: 'constructor', exists: true });
  expect([exists({}), exists({ constructor: 'x' })]).toEqual([false, true]);
});
