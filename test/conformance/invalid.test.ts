import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { SourceLocation } from '../../src/diagnostics/diagnostic.ts';
import { readCaseFile, readCaseSettings, readManifest } from './case-files.ts';

/** Case → code and the piece of the source that the finding marks. */
const expectations: Readonly<Record<string, readonly [code: string, marked: string]>> = {
  'err-auth-field-rules-miss-required': ['auth-required-field', 'Shark'],
  'err-auth-groups-without-groups': ['auth-groups-missing', '{ allow: groups }'], // error Add groups: ["…"],
  'err-auth-missing-provider': ['auth-provider-missing', '{ allow: private, provider: oidc }'],
  'err-auth-on-non-model-type': ['auth-not-on-model', '@auth(rules: [{ allow: public }])'],
  'err-auth-owner-with-api-key': ['auth-provider-strategy', '{ allow: owner, provider: apiKey }'],
  'err-auth-read-and-get': ['auth-read-and-part', '{ allow: public, operations: [read, get] }'],
  'err-default-not-enum-member': ['default-not-enum-member', '@default(value: "GREEN")'],
  'err-default-wrong-scalar': ['default-invalid-value', '@default(value: "wide")'],
  'err-extend-without-definition': ['extension-without-definition', 'Query'],
  'err-hasmany-not-a-list': ['relation-needs-list', '@hasMany'],
  'err-hasmany-unknown-index': ['relation-index-missing', '@hasMany(indexName: "byAlbum", fields: ["id"])'],
  'err-hasone-list': ['relation-is-list', '@hasOne'],
  'err-http-url-scheme': ['http-url-scheme', '@http(url: "ftp://tides.example.com/:port")'],
  'err-index-duplicate-name': ['index-name-duplicate', '@index(name: "bySame")'],
  'err-index-missing-sort-field': ['index-sort-field-missing', '@index(name: "byNest", sortKeyFields: ["swarm"])'],
  'err-index-null-name': ['index-name-null', '@index(name: null)'],
  'err-index-on-object-field': ['index-not-scalar', '@index(name: "byHill")'],
  'err-many-to-many-name-taken': ['many-to-many-name-taken', '@manyToMany(relationName: "Menu")'],
  'err-many-to-many-once': ['many-to-many-count', '@manyToMany(relationName: "FilmStar")'],
  'err-maps-to-taken': ['maps-to-taken', '@mapsTo(name: "Pawn")'],
  'err-primary-key-list': ['primary-key-not-scalar', '@primaryKey'],
  'err-primary-key-nullable': ['primary-key-nullable', '@primaryKey'],
  'err-primary-key-on-non-model': ['primary-key-not-model', '@primaryKey'],
  'err-primary-key-sort-field-missing': ['primary-key-sort-field-missing', '@primaryKey(sortKeyFields: ["plank"])'],
  'err-primary-key-sort-self': ['key-self-reference', '@primaryKey(sortKeyFields: ["id"])'],
  'err-references-required-relation': ['relation-required', 'Ship!'],
  'err-references-type-mismatch': ['relation-references-type-mismatch', '@hasMany(references: ["depotId"])'],
  'err-references-uni-directional': ['relation-one-sided', '@hasMany(references: ["zooId"])'],
  'err-relation-fields-and-references': [
    'relation-fields-and-references',
    '@hasMany(fields: ["id"], references: ["bandId"])',
  ],
  'err-relation-to-non-model': ['relation-to-non-model', '@hasOne'],
  'err-reserved-type-name': ['model-name-reserved', '@model'],
  'err-two-primary-keys': ['primary-key-duplicate', '@primaryKey'],
  'err-unknown-directive': ['graphql-invalid', '@sparkle'],
  'err-unknown-type': ['graphql-invalid', 'Crater'],
  'err-validate-on-list': ['validate-on-list', '@validate(type: minLength, value: "2")'],
  'err-validate-wrong-type': ['validate-wrong-type', '@validate(type: gt, value: "2")'],
};

const cases = readManifest().filter(({ generation, valid }) => generation === 1 && !valid);

describe('a schema the official compiler refuses is refused for the same reason', () => {
  test.each(cases.map(({ name }) => name))('%s', (name) => {
    const text = readCaseFile(name, 'input.graphql') ?? '';
    const official = JSON.parse(readCaseFile(name, 'expected-error.json') ?? '{}');
    const { model, diagnostics } = compile([{ file: 'input.graphql', text }], { settings: readCaseSettings(name) });
    expect(model).toBeNull();
    expect(diagnostics.map(({ name: errorClass, message }) => [errorClass, essence(message)])).toEqual([
      [official.name, essence(official.message)],
    ]);
    const [code, marked] = expectations[name] ?? [];
    expect(diagnostics[0]?.code).toBe(code);
    expect(sliceOf(text, diagnostics[0]?.location ?? null)).toBe(marked);
  });
});

test('every case has an expectation', () => {
  expect(Object.keys(expectations).toSorted()).toEqual(cases.map(({ name }) => name).toSorted());
});

/** A message without code frames and layout. */
function essence(message: string): string {
  return message
    .replace(/\n\nGraphQL request:[\s\S]*$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function sliceOf(text: string, location: SourceLocation | null): string | null {
  if (location === null) return null;
  const line = text.split('\n')[location.line - 1] ?? '';
  return line.slice(location.column - 1, location.endLine === location.line ? location.endColumn - 1 : undefined);
}
