import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { itemLines } from './item-lines.ts';

const { model } = compile(
  [
    {
      file: 'schema.graphql',
      text: `type Post @model(timestamps: null) @auth(rules: [{ allow: public }]) {
        id: ID! @primaryKey(sortKeyFields: ["year", "title"])
        year: Int!
        title: String!
        tags: [String]
        meta: AWSJSON
        place: Place
      }
      type Place { street: String extra: AWSJSON }`,
    },
  ],
  {},
);
const lines = itemLines(model!.models[0]!, model!);
const key = { id: '1', year: 2024, title: 't' };
const composite = { 'year#title': '2024#t' };

describe('itemLines', () => {
  it('writes as Amplify keeps items in DynamoDB', () => {
    const item = { ...key, ...composite, tags: ['a', null], meta: '{"a": [1]}', place: { street: 's' } };
    expect(JSON.parse(lines.write(item, 'dynamodb'))).toEqual({
      Item: {
        __typename: { S: 'Post' },
        id: { S: '1' },
        year: { N: '2024' },
        title: { S: 't' },
        'year#title': { S: '2024#t' },
        tags: { L: [{ S: 'a' }, { NULL: true }] },
        meta: { M: { a: { L: [{ N: '1' }] } } },
        place: { M: { street: { S: 's' } } },
      },
    });
  });

  it.each([
    ['completes the composite key', key, { ...key, ...composite }],
    ['leaves out what Amplify adds', { ...key, __typename: 'Post', _version: 3 }, { ...key, ...composite }],
    ['takes JSON that is written out', { ...key, meta: { a: 1 } }, { ...key, ...composite, meta: '{"a":1}' }],
    [
      'turns sets into lists',
      { Item: { id: { S: '1' }, year: { N: '2024' }, title: { S: 't' }, tags: { SS: ['a', 'b'] } } },
      { ...key, ...composite, tags: ['a', 'b'] },
    ],
    [
      'keeps the JSON inside of objects as text',
      { Item: { id: { S: '1' }, year: { N: '2024' }, title: { S: 't' }, place: { M: { extra: { L: [] } } } } },
      { ...key, ...composite, place: { extra: '[]' } },
    ],
    ['skips what DataStore has deleted', { ...key, _deleted: true }, null],
  ])('%s', (_, value, item) => {
    expect(lines.read(JSON.stringify(value))).toEqual({ item, leftOut: [] });
  });

  it('names attributes that the model does not have', () => {
    expect(lines.read(JSON.stringify({ ...key, old: 1 })).leftOut).toEqual(['old']);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['[]', 'it is not an object'],
    ['{"id":"1","year":2024}', 'the key field title is missing'],
    [JSON.stringify({ ...key, year: '2024' }), 'year must be a whole number'],
    [JSON.stringify({ ...key, tags: 'a' }), 'tags must be a list'],
    [JSON.stringify({ ...key, place: { street: 1 } }), 'place.street must be a string'],
    ['{"Item":{"id":{"S":"1","N":"1"}}}', 'a value does not name one type'],
    ['{"Item":{"id":{"B":"AA=="}}}', 'values of type B have no place in a data model'],
  ])('refuses %s', (line, message) => {
    expect(() => lines.read(line)).toThrow(expect.objectContaining({ code: 'import-invalid' }));
    expect(() => lines.read(line)).toThrow(message);
  });
});
