import { expect, test } from 'vitest';
import { readAppSyncHandshake } from '../../src/realtime/protocols/appsync-handshake.ts';
import { negotiateProtocol } from '../../src/realtime/protocols/negotiate-protocol.ts';

const headers = { host: 'localhost:20002', 'x-amz-date': '20261122T125423Z', 'x-api-key': 'k>>>???' };
const json = JSON.stringify(headers);
const base64url = Buffer.from(json).toString('base64url');
const base64 = Buffer.from(json).toString('base64');

test.each([
  ['header in a sub-protocol', `graphql-ws, header-${base64url}`, 'graphql-ws'],
  ['header first, no space', `header-${base64url},graphql-ws`, 'graphql-ws'],
  ['header in the query', 'graphql-ws', 'graphql-ws'],
  ['the newer protocol', 'graphql-transport-ws', 'graphql-transport-ws'],
  ['both', 'graphql-ws, graphql-transport-ws', 'graphql-transport-ws'],
  ['both and a header', `graphql-ws, graphql-transport-ws, header-${base64url}`, 'graphql-ws'],
  ['neither', 'mqtt', null],
  ['a header alone', `header-${base64url}`, null],
  ['nothing', undefined, null],
])('the protocol for %s', (_, offered, protocol) => {
  expect(negotiateProtocol(offered)).toBe(protocol);
});

const none = { protocols: 'graphql-ws', queryString: '' };
test.each([
  ['sub-protocol', { protocols: `graphql-ws, header-${base64url}`, queryString: '' }, headers],
  ['query with padding', { protocols: 'graphql-ws', queryString: `header=${base64}&payload=e30=` }, headers],
  [
    'query, percent-encoded',
    { protocols: 'graphql-ws', queryString: `payload=e30=&header=${encodeURIComponent(base64)}` },
    headers,
  ],
  ['sub-protocol before query', { protocols: `header-${base64url},graphql-ws`, queryString: 'header=e30=' }, headers],
  ['an empty header', { protocols: 'graphql-ws, header-', queryString: '' }, null],
  ['no credentials', none, null],
  ['text that is no JSON', { ...none, queryString: 'header=AAAA' }, null],
  ['JSON that is no object', { ...none, queryString: `header=${Buffer.from('[1]').toString('base64')}` }, null],
  ['broken percent-encoding', { ...none, queryString: 'header=%' }, null],
])('the credentials in %s', (_, request, expected) => {
  expect(readAppSyncHandshake(request)).toEqual(expected);
});

test('a raw plus in the query is a plus', () => {
  const withPlus = Buffer.from('{"a":"\u00fb\u00ef\u00be>>>>>"}').toString('base64');
  expect(withPlus).toContain('+');
  expect(readAppSyncHandshake({ protocols: 'graphql-ws', queryString: `header=${withPlus}` })).toEqual({
    a: '\u00fb\u00ef\u00be>>>>>',
  });
});
