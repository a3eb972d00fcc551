import fc from 'fast-check';
import type { Filter, SizeTest } from '../../src/filter/filter.ts';

/** Text with few distinct values, so that equality, prefixes and substrings occur, and with every awkward character. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'abc', 'A', 'é', '%', '_', '"', '\\', ',', 'x#y', '1', '1.0', 'true', 'null', '[]'),
  fc.constantFrom('\u0000', 'a\u0000b', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}', 'a\u{1f600}'),
  fc.string({ unit: 'binary', maxLength: 4 }).map((value) => value.toWellFormed()),
);
export const int: fc.Arbitrary<number> = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
export const float: fc.Arbitrary<number> = fc
  .oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0.1, -0.5, 1.5, 1e21, 1e-7, 2 ** 53, 5e-324),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
  )
  // Minus zero equals zero, and is stored as it.
  .map((value) => value + 0);
const place = fc.record({ street: fc.option(text), city: fc.option(text) }, { requiredKeys: [] });

/** Items of the contract's `Note` but for its keys; about a third of the attributes is null or absent. */
export const attributes = fc.record(
  {
    text: fc.option(text),
    json: fc.option(text),
    mood: fc.option(fc.constantFrom('GOOD', 'BAD')),
    count: fc.option(int),
    at: fc.option(fc.maxSafeInteger()),
    ratio: fc.option(float),
    flag: fc.option(fc.boolean()),
    tags: fc.option(fc.array(fc.option(text), { maxLength: 4 })),
    numbers: fc.option(fc.array(fc.option(int), { maxLength: 4 })),
    flags: fc.option(fc.array(fc.boolean(), { maxLength: 2 })),
    place: fc.option(place),
  },
  { requiredKeys: [] },
);

const field = fc.constantFrom(
  ...['text', 'json', 'mood', 'count', 'at', 'ratio', 'flag', 'tags', 'numbers', 'flags', 'place', 'unknown'],
);
/** Mostly of some field's type, but of any: a filter may compare a number with a text. */
const operand: fc.Arbitrary<unknown> = fc.oneof(
  text,
  int,
  float,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.option(text), { maxLength: 3 }),
  fc.array(int, { maxLength: 3 }),
  place,
);
const operands = fc.oneof(
  { arbitrary: fc.array(operand, { maxLength: 4 }), weight: 4 },
  { arbitrary: fc.array(fc.oneof(text, int), { minLength: 30, maxLength: 60 }), weight: 1 },
);
const order = fc.constantFrom('lt', 'le', 'gt', 'ge');
const equality = fc.constantFrom('eq', 'ne');
const length = fc.integer({ min: 0, max: 4 });
const sizeTest: fc.Arbitrary<SizeTest> = fc.oneof(
  fc.record({ op: fc.oneof(order, equality), value: length }),
  fc.record({ op: fc.constant('between'), low: length, high: length }),
);

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({ op: fc.oneof(order, equality), field, value: operand }),
  fc.record({ op: fc.constant('between'), field, low: operand, high: operand }),
  fc.record({ op: fc.constantFrom('beginsWith', 'endsWith'), field, value: text }),
  fc.record({ op: fc.constantFrom('contains', 'notContains'), field, value: operand }),
  fc.record({ op: fc.constantFrom('in', 'notIn'), field, values: operands }),
  fc.record({ op: fc.constant('attributeExists'), field, exists: fc.boolean() }),
  fc.record({
    op: fc.constant('attributeType'),
    field,
    type: fc.constantFrom('string', 'number', 'bool', 'list', 'map', '_null', 'binary', 'stringSet'),
  }),
  fc.record({ op: fc.constant('size'), field, test: sizeTest }),
) as fc.Arbitrary<Filter>;

/** Any filter on `Note`, three levels deep. */
export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.record({
      op: fc.constantFrom('and', 'or'),
      of: fc.array(tie('filter'), { maxLength: 3 }),
    }) as fc.Arbitrary<Filter>,
    fc.record({ op: fc.constant('not'), of: tie('filter') }) as fc.Arbitrary<Filter>,
  ),
})).filter;
