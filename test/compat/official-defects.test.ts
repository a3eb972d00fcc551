import { a as official } from '@aws-amplify/data-schema';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { a as own } from '../../src/index.ts';
import { readBackendDefinition } from '../../src/schema/define/read-backend-definition.ts';

/**
 * What the official builder lets through, or refuses without saying where: with this one, a diagnostic says it, with the
 * place of the call and what to do. Its types, which refuse some of it earlier, are tested in `test/types`.
 */
// biome-ignore lint/suspicious/noExplicitAny: these programs break the builder's types on purpose.
type Loose = any;

const open = (a: Loose, types: object) => a.schema(types).authorization((allow: Loose) => allow.publicApiKey());

function diagnose(make: (a: Loose) => unknown) {
  const { source } = readBackendDefinition([{ schema: make(own) }]);
  return compile([source]).diagnostics.map(({ code, severity, message, hint, location }) => {
    expect(location?.file).toBe(import.meta.filename);
    return { code, severity, message, hint };
  });
}

function officialMessage(make: (a: Loose) => Loose): string | null {
  try {
    make(official).transform();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each<{
  readonly what: string;
  readonly make: (a: Loose) => Loose;
  /** What the official builder throws; `null` where it lets the mistake through. */
  readonly officially: string | null;
  readonly finding: { code: string; severity: string; message?: unknown; hint?: unknown };
}>([
  {
    what: 'a misspelt reference',
    make: (a) => open(a, { Status: a.enum(['A']), M: a.model({ x: a.ref('Statsu') }) }),
    officially: 'Invalid ref. M is referring to Statsu which is not defined in the schema',
    finding: { code: 'builder-ref-unknown', severity: 'error', hint: "Did you mean 'Status'?" },
  },
  {
    what: 'a misspelt target of a relation',
    make: (a) =>
      open(a, { Post: a.model({ c: a.hasMany('Comnent', 'postId') }), Comment: a.model({ postId: a.id() }) }),
    officially: 'Invalid ref. Post is referring to Comnent which is not defined in the schema',
    finding: { code: 'builder-ref-unknown', severity: 'error', hint: "Did you mean 'Comment'?" },
  },
  {
    what: 'a misspelt reference field',
    make: (a) =>
      open(a, {
        Post: a.model({ c: a.hasMany('Comment', 'potsId') }),
        Comment: a.model({ postId: a.id(), p: a.belongsTo('Post', 'potsId') }),
      }),
    officially:
      "reference field 'potsId' must be defined on Comment. Post.c: [Comment] @hasMany(references: ['potsId']) <-> Comment.p: Post @belongsTo(references: ['potsId'])",
    finding: { code: 'builder-reference-missing', severity: 'error', hint: "Did you mean 'postId'?" },
  },
  {
    what: 'a misspelt attribute of a projection',
    make: (a) =>
      open(a, {
        M: a
          .model({ x: a.string(), title: a.string() })
          .secondaryIndexes((index: Loose) => [index('x').projection('INCLUDE', ['titel'])]),
      }),
    officially: null,
    finding: { code: 'index-projection-field-missing', severity: 'warning', hint: "Did you mean 'title'?" },
  },
  {
    what: 'an identifier that is not declared',
    make: (a) => open(a, { M: a.model({ x: a.id() }).identifier(['y']) }),
    officially: null,
    finding: {
      code: 'builder-identifier-missing',
      severity: 'error',
      message: 'Invalid identifier definition. Field y is not defined on M.',
    },
  },
  {
    what: 'two indexes with one query',
    make: (a) =>
      open(a, { M: a.model({ x: a.string() }).secondaryIndexes((index: Loose) => [index('x'), index('x')]) }),
    officially: null,
    finding: { code: 'root-field-conflict', severity: 'error', hint: expect.stringContaining("'queryField'") },
  },
  {
    what: 'a nullable identifier',
    make: (a) => open(a, { M: a.model({ x: a.string() }).identifier(['x']) }),
    officially:
      'Invalid identifier definition. Field x cannot be used in the identifier. Identifiers must reference required or DB-generated fields)',
    finding: { code: 'builder-identifier-nullable', severity: 'error', hint: 'Add .required() to the field.' },
  },
  {
    what: 'a reference of another type than the key',
    make: (a) =>
      open(a, { P: a.model({ c: a.hasOne('C', 'x') }), C: a.model({ x: a.integer(), p: a.belongsTo('P', 'x') }) }),
    officially: 'Validate Error: types do not match',
    finding: {
      code: 'builder-reference-type',
      severity: 'error',
      hint: 'C.x (Int) holds the key P.id (String or ID): give it the same type.',
    },
  },
  {
    what: 'a default of another type',
    make: (a) => open(a, { M: a.model({ x: a.integer().default('three') }) }),
    officially: null,
    finding: { code: 'default-invalid-value', severity: 'error', message: expect.stringContaining('three') },
  },
])('$what', ({ make, officially, finding }) => {
  test('is found, with its place', () => expect(diagnose(make)).toMatchObject([finding]));
  test('is what the official builder lets through, or says less about', () =>
    expect(officialMessage(make)).toBe(officially));
});
