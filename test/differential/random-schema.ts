import fc from 'fast-check';
import type { Item } from '../../src/ir/item.ts';

/** A schema with data to store and values for its handlers to return. */
export interface RandomWorld {
  readonly schema: string;
  readonly items: Readonly<Record<string, readonly Item[]>>;
  readonly results: Readonly<Record<string, unknown>>;
}

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const rules = '@auth(rules: [{ allow: public }])';
const types = [
  'String',
  'Int',
  'Float',
  'Boolean',
  'Color',
  'AWSDateTime',
  'AWSJSON',
  'Place',
  '[String]',
  '[Int!]',
  '[Place]',
];
const ids = ['a', 'b', 'c', 'd', 'e', 'f'];

interface RandomField {
  readonly name: string;
  readonly type: string;
  readonly nonNull: boolean;
}

const field: fc.Arbitrary<Omit<RandomField, 'name'>> = fc.record({
  type: fc.constantFrom(...types),
  nonNull: fc.boolean(),
});
const fields = fc
  .array(field, { minLength: 1, maxLength: 4 })
  .map((list) => list.map((each, index): RandomField => ({ ...each, name: `f${index}` })));

const text = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('', 'é', '"\\', '\u0000\n', '😀'));

function arbitraryOf(type: string): fc.Arbitrary<unknown> {
  if (type.startsWith('[')) {
    const element = type.slice(1, -1).replace('!', '');
    return fc.array(type.includes('!') ? arbitraryOf(element) : fc.option(arbitraryOf(element)), { maxLength: 3 });
  }
  switch (type) {
    case 'Int':
      return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    case 'Float':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));
    case 'Boolean':
      return fc.boolean();
    case 'Color':
      return fc.constantFrom('RED', 'GREEN');
    case 'AWSDateTime':
      return fc.constantFrom('2024-05-01T12:00:00.000Z', '2024-05-01T12:00+02:00');
    case 'AWSJSON':
      return fc.json({ maxDepth: 1 });
    case 'Place':
      return fc.record({ city: fc.option(text), size: fc.option(fc.integer({ max: 9 })) }, { requiredKeys: [] });
    default:
      return text;
  }
}

/** An item of these fields; now and then a required one is missing. */
function itemOf(list: readonly RandomField[], keys: readonly string[]): fc.Arbitrary<Item> {
  const members = list.map(({ name, type, nonNull }): [string, fc.Arbitrary<unknown>] => [
    name,
    nonNull ? fc.option(arbitraryOf(type), { freq: 20 }) : fc.option(arbitraryOf(type)),
  ]);
  const references = keys.map((key): [string, fc.Arbitrary<unknown>] => [
    key,
    fc.option(fc.constantFrom(...ids, 'dangling')),
  ]);
  return fc.record(Object.fromEntries([...members, ...references]));
}

const named = fc.oneof(
  fc.record({ __typename: fc.constant('Cat'), name: fc.option(text), lives: fc.option(fc.integer({ max: 9 })) }),
  fc.record({ __typename: fc.constant('Dog'), name: fc.option(text), good: fc.option(fc.boolean()) }),
);
/** What a handler may return where a string, a number or an object was expected. */
const odd = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('7', 1.5, 2 ** 40));

/** Models M0, M1 … where each belongs to the next and the last to the first, and custom queries over other types. */
export const randomWorld: fc.Arbitrary<RandomWorld> = fc
  .array(fields, { minLength: 1, maxLength: 3 })
  .chain((models) => {
    const count = models.length;
    const declarations = models.map((list, index) => {
      const next = (index + 1) % count;
      const previous = (index + count - 1) % count;
      return `type M${index} @model(${off}) ${rules} {
        id: ID!
        ${list.map(({ name, type, nonNull }) => `${name}: ${type}${nonNull ? '!' : ''}`).join('\n        ')}
        nextId: ID
        next: M${next} @belongsTo(references: ["nextId"])
        back: [M${previous}] @hasMany(references: ["nextId"])
      }`;
    });
    const schema = `${declarations.join('\n')}
      enum Color { RED GREEN }
      type Place { city: String size: Int }
      interface Named { name: String }
      type Cat implements Named { name: String lives: Int! }
      type Dog implements Named { name: String good: Boolean }
      union Pet = Cat | Dog
      type Query {
        pet: Pet @function(name: "pet") ${rules}
        pets: [Pet!] @function(name: "pets") ${rules}
        named: [Named]! @function(name: "named") ${rules}
        color: Color @function(name: "color") ${rules}
        numbers: [[Int!]] @function(name: "numbers") ${rules}
        text: String! @function(name: "text") ${rules}
        models: [M0!] @function(name: "models") ${rules}
      }`;
    const items: fc.Arbitrary<Record<string, Item[]>> = fc.record(
      Object.fromEntries(
        models.map((list, index) => [
          `M${index}`,
          fc
            .subarray(ids)
            .chain((chosen) =>
              chosen.length === 0
                ? fc.constant<Item[]>([])
                : fc.tuple(...chosen.map((id) => itemOf(list, ['nextId']).map((item): Item => ({ id, ...item })))),
            ),
        ]),
      ),
    );
    const results = fc.record({
      pet: fc.option(named),
      pets: fc.option(fc.array(fc.option(named, { freq: 6 }), { maxLength: 3 })),
      named: fc.array(fc.option(named), { maxLength: 3 }),
      color: odd,
      numbers: fc.option(fc.array(fc.option(fc.array(odd, { maxLength: 3 })), { maxLength: 3 })),
      text: odd,
      models: fc.array(itemOf(models[0]!, ['id', 'nextId']), { maxLength: 3 }),
    });
    return fc.record({ schema: fc.constant(schema), items, results });
  });
