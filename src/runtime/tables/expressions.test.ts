import { describe, expect, it } from 'vitest';
import { parseCondition } from './parse-condition.ts';
import { parseKeyCondition } from './parse-key-condition.ts';
import { parseUpdate } from './parse-update.ts';

const expressionNames = { '#a': 'a', '#b': 'b', '#odd': 'x-y' };
const expressionValues = {
  ':n': { N: '3' },
  ':one': { N: '1' },
  ':s': { S: 'text' },
  ':l': { L: [{ N: '7' }] },
  ':set': { SS: ['p', 'q'] },
  ':m': { M: { k: { BOOL: true } } },
  ':null': { NULL: null },
  ':type': { S: 'N' },
};
const source = (expression: string) => ({ expression, expressionNames, expressionValues });

describe('parseCondition', () => {
  it.each([
    ['#a = :n', { op: 'eq', field: 'a', value: 3 }],
    ['a <> :s', { op: 'ne', field: 'a', value: 'text' }],
    ['a<:n', { op: 'lt', field: 'a', value: 3 }],
    ['a <= :n', { op: 'le', field: 'a', value: 3 }],
    ['a > :n', { op: 'gt', field: 'a', value: 3 }],
    ['a >= :n', { op: 'ge', field: 'a', value: 3 }],
    [':n < a', { op: 'gt', field: 'a', value: 3 }],
    ['#odd = :null', { op: 'eq', field: 'x-y', value: null }],
    ['a between :one AND :n', { op: 'between', field: 'a', low: 1, high: 3 }],
    ['a IN (:one, :n)', { op: 'in', field: 'a', values: [1, 3] }],
    ['attribute_exists(a)', { op: 'attributeExists', field: 'a', exists: true }],
    ['attribute_not_exists( #b )', { op: 'attributeExists', field: 'b', exists: false }],
    ['begins_with(a, :s)', { op: 'beginsWith', field: 'a', value: 'text' }],
    ['contains(a, :s)', { op: 'contains', field: 'a', value: 'text' }],
    ['attribute_type(a, :type)', { op: 'attributeType', field: 'a', type: 'number' }],
    ['size(a) > :n', { op: 'size', field: 'a', test: { op: 'gt', value: 3 } }],
    ['size(a) BETWEEN :one AND :n', { op: 'size', field: 'a', test: { op: 'between', low: 1, high: 3 } }],
    [
      'a = :n OR NOT b = :n AND (a = :one OR b = :one)',
      {
        op: 'or',
        of: [
          { op: 'eq', field: 'a', value: 3 },
          {
            op: 'and',
            of: [
              { op: 'not', of: { op: 'eq', field: 'b', value: 3 } },
              {
                op: 'or',
                of: [
                  { op: 'eq', field: 'a', value: 1 },
                  { op: 'eq', field: 'b', value: 1 },
                ],
              },
            ],
          },
        ],
      },
    ],
  ])('reads %s', (expression, filter) => {
    expect(parseCondition(source(expression))).toEqual(filter);
  });

  it.each([
    ['', /ends too early/],
    ['a =', /ends too early/],
    ['a = :unknown', /not defined: :unknown/],
    ['#unknown = :n', /not defined: #unknown/],
    ['a = :n b', /'b' was not expected/],
    ['a ! :n', /is no token/],
    ['a = b', /two attributes/],
    ['a.b = :n', /members of an attribute \(a\.b\)/],
    [`${'('.repeat(200)}a = :n${')'.repeat(200)}`, /nested too deeply/],
    [`a = ${' '.repeat(5000)}:n`, /longer than 4096/],
  ])('refuses %s', (expression, message) => {
    expect(() => parseCondition(source(expression))).toThrow(message);
  });

  it('refuses values that are not typed', () => {
    expect(() => parseCondition({ expression: 'a = :v', expressionValues: { ':v': 'plain' } })).toThrow(/typed form/);
  });
});

describe('parseKeyCondition', () => {
  it.each([
    ['a = :s', { hash: 'text', sort: null }],
    ['b >= :n and a = :s', { hash: 'text', sort: { op: 'ge', value: 3 } }],
    ['(a = :s) AND (b BETWEEN :one AND :n)', { hash: 'text', sort: { op: 'between', low: 1, high: 3 } }],
    ['a = :s AND begins_with(b, :s)', { hash: 'text', sort: { op: 'beginsWith', value: 'text' } }],
  ])('reads %s', (expression, condition) => {
    expect(parseKeyCondition(source(expression), 'a', 'b')).toEqual(condition);
  });

  it.each(['b = :n', 'a > :s', 'a = :s AND c = :n', 'a = :s AND b <> :n', 'a = :s OR b = :n'])(
    'refuses %s',
    (expression) => {
      expect(() => parseKeyCondition(source(expression), 'a', 'b')).toThrow(/^Query/);
    },
  );
});

describe('parseUpdate', () => {
  const item = { id: '1', a: 5, list: [1, 2, 3], map: { k: 1, l: 2 }, set: ['o', 'p'] };
  it.each([
    ['SET #a = :n', { ...item, a: 3 }],
    ['set a = a + :n, b = :s', { ...item, a: 8, b: 'text' }],
    ['SET a = a - :one - :one', { ...item, a: 3 }],
    ['SET a = list, list = a', { ...item, a: [1, 2, 3], list: 5 }],
    ['SET c = if_not_exists(c, :one) + :n', { ...item, c: 4 }],
    ['SET a = if_not_exists(a, :one) + :n', { ...item, a: 8 }],
    ['SET list = list_append(list, :l)', { ...item, list: [1, 2, 3, 7] }],
    ['SET list = list_append(:l, list)', { ...item, list: [7, 1, 2, 3] }],
    ['SET list[0] = :n', { ...item, list: [3, 2, 3] }],
    ['SET map.k = :s, map.#b = :m', { ...item, map: { k: 'text', l: 2, b: { k: true } } }],
    ['REMOVE a, map.k', { id: '1', list: [1, 2, 3], map: { l: 2 }, set: ['o', 'p'] }],
    ['REMOVE list[0], list[2]', { ...item, list: [2] }],
    ['ADD a :n', { ...item, a: 8 }],
    ['ADD c :n', { ...item, c: 3 }],
    ['ADD #set :set', { ...item, set: ['o', 'p', 'q'] }],
    ['DELETE #set :set', { ...item, set: ['o'] }],
    ['SET a = :n REMOVE list ADD c :one', { id: '1', a: 3, map: { k: 1, l: 2 }, set: ['o', 'p'], c: 1 }],
  ])('carries out %s', (expression, expected) => {
    const update = parseUpdate({ ...source(expression), expressionNames: { ...expressionNames, '#set': 'set' } });
    const before = structuredClone(item);
    expect(update(item)).toEqual(expected);
    expect(item).toEqual(before);
  });

  it.each([
    ['', /can not be empty/],
    ['SET c = c + :one', /does not exist/],
    ['SET a = a + :s', /incorrect data type/],
    ['SET none.k = :n', /document path/],
    ['SET a = :n, ', /too early/],
    ['PUT a = :n', /not expected/],
  ])('refuses %s', (expression, message) => {
    expect(() => parseUpdate(source(expression))(item)).toThrow(message);
  });
});
