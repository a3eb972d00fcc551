import { describe, expect, test } from 'vitest';
import { scalarTypes } from './scalar-types.ts';

interface Cases {
  readonly name: string;
  readonly accepted: readonly (string | number)[];
  readonly refused: readonly unknown[];
  /** Messages for the value `x`. */
  readonly parse: string;
  readonly serialize: string;
}

const cases: readonly Cases[] = [
  {
    name: 'AWSDate',
    accepted: ['2024-02-29', '2024-01-31Z', '2024-01-01+01:00', '1970-12-31-07:30:15', '0001-01-01'],
    refused: [
      '2023-02-29',
      '2024-13-01',
      '2024-04-31',
      '2024-1-1',
      '20240101',
      '2019-01-01T00:00:00Z',
      '',
      20240101,
      null,
    ],
    parse: 'Unable to parse `x` as a valid date.',
    serialize: 'Unable to serialize `x` as a valid Date Object.',
  },
  {
    name: 'AWSTime',
    accepted: ['12:30', '12:30:24', '12:30:24.5', '23:59:59.123456789', '12:30Z', '12:30:24+05:30', '00:00:00-07:00'],
    refused: ['24:00', '12:60', '12:30:61', '12:30:24.', '12:30:24.1234567890', '12:30+25:00', '1230', 12, '12'],
    parse: 'Unable to parse `x` as a valid time.',
    serialize: 'Unable to serialize `x` as a valid Time Object.',
  },
  {
    name: 'AWSDateTime',
    accepted: [
      '2024-05-01T12:34:56.789Z',
      '2020-01-01T00:00+00:00',
      '2020-01-01T00:00:00Z',
      '2020-02-29T23:59:59.999999999-07:00',
      '1969-12-31T23:59:59Z',
    ],
    refused: [
      '2024-05-01T12:34:56.789',
      '2024-05-01',
      '2020-05-23T06:4:37.000Z',
      '2023-02-29T00:00:00Z',
      '2024-05-01 12:34:56Z',
      '2024-05-01T24:00:00Z',
      1714566896,
    ],
    parse: 'Unable to parse `x` as a valid DateTime Object.',
    serialize: 'Unable to serialize `x` as a valid DateTime Object.',
  },
  {
    name: 'AWSTimestamp',
    accepted: [0, 1700000000, -3600],
    refused: ['1700000000', 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, true],
    parse: 'Unable to parse `x` as a valid timestamp.',
    serialize: 'Unable to serialize `x` as a valid timestamp.',
  },
  {
    name: 'AWSEmail',
    accepted: ['a@example.com', 'local-part@domain-part', 'first.last+tag@sub.example.co.uk', "o'hara@example.org"],
    refused: [
      'example.com',
      '@example.com',
      'a@',
      'a b@example.com',
      'a@-x.com',
      'a@b@c',
      `${'a'.repeat(65)}@x.com`,
      5,
    ],
    parse: 'Unable to parse `x` as a valid email address.',
    serialize: 'Unable to serialize `x` as a valid email address.',
  },
  {
    name: 'AWSURL',
    accepted: ['https://example.com', 'http://localhost:3000/a?b=//c#d//e', 'mailto:a@example.com', 'ftp://x.org/a/b'],
    refused: ['example.com', '/a/b', 'https://example.com/a//b', 'https://', 'https://exa mple.com', 1],
    parse: 'Unable to parse `x` as a valid URL.',
    serialize: 'Unable to serialize `x` as a valid URL.',
  },
  {
    name: 'AWSPhone',
    accepted: ['+14155552671', '+41 44 668 18 00', '415-555-2671', '415 555 2671', '14155552671', '4155552671'],
    refused: [
      '555-2671',
      '+0 123 456 789',
      '+1',
      '115-555-2671',
      '+41  44 668 18 00',
      'phone',
      '+12345678901234567',
      4155552671,
    ],
    parse: 'Unable to parse `x` as a valid phone number.',
    serialize: 'Unable to serialize `x` as a valid phone number.',
  },
  {
    name: 'AWSIPAddress',
    accepted: ['10.0.0.1', '10.0.0.0/8', '255.255.255.255/32', '::1', '2001:db8::/32', 'fe80::1/128'],
    refused: ['10.0.0', '10.0.0.256', '10.0.0.1/33', '::1/129', '10.0.0.1/', '10.0.0.1/8/8', '10.0.0.1/-1', 10],
    parse: 'Unable to parse `x` as a valid IP address.',
    serialize: 'Unable to serialize `x` as a valid IP address.',
  },
];

describe.each(cases)('$name', ({ name, accepted, refused, parse, serialize }) => {
  const type = scalarTypes.get(name)!;

  test.each(accepted)('takes and gives %j unchanged', (value) => {
    expect(type.coerceInputValue(value)).toBe(value);
    expect(type.coerceOutputValue(value)).toBe(value);
  });

  test.each(refused)('refuses %j', (value) => {
    expect(() => type.coerceInputValue(value)).toThrow(/^Unable to parse /);
    expect(() => type.coerceOutputValue(value)).toThrow(/^Unable to serialize /);
  });

  test('says what was expected', () => {
    expect(() => type.coerceInputValue('x')).toThrow(expect.objectContaining({ message: parse }));
    expect(() => type.coerceOutputValue('x')).toThrow(expect.objectContaining({ message: serialize }));
  });
});

describe('AWSJSON', () => {
  const type = scalarTypes.get('AWSJSON')!;

  test.each(['{"a": 1}', '[1, 2]', '"text"', '3', 'null', ' {"b":  2} '])('keeps the text %j', (text) => {
    expect(type.coerceInputValue(text)).toBe(text);
    expect(type.coerceOutputValue(text)).toBe(text);
  });

  test.each(['{a: 1}', '', 'undefined', { a: 1 }, 3, true])('refuses the input %j', (value) => {
    expect(() => type.coerceInputValue(value)).toThrow(/^Unable to parse `.*` as valid JSON\.$/);
  });

  test('writes what a handler returns as JSON', () => {
    expect(type.coerceOutputValue({ a: [1, null] })).toBe('{"a":[1,null]}');
    expect(type.coerceOutputValue(3)).toBe('3');
    expect(() => type.coerceOutputValue(() => 1)).toThrow(/^Unable to serialize /);
  });
});

test('a refused value is cut in the message', () => {
  const type = scalarTypes.get('AWSDate')!;
  expect(() => type.coerceInputValue('9'.repeat(10_000))).toThrow(
    expect.objectContaining({ message: `Unable to parse \`${'9'.repeat(200)}…\` as a valid date.` }),
  );
});
