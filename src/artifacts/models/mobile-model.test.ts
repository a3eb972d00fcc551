import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { dartModels } from './dart-models.ts';
import { fieldOrder } from './field-order.ts';
import { javaModels } from './java-models.ts';
import { type MobileField, mobileModels } from './mobile-model.ts';
import { swiftModels } from './swift-models.ts';
import { camelCase, constantCase, pascalCase, plural } from './words.ts';

const modelOf = (text: string) => {
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text }]);
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return model;
};

const schema = `
  type Team @model @auth(rules: [{ allow: public }]) {
    members: [Member] @hasMany
    name: String
    boss: Boss @hasOne
    badge: Badge @hasOne(fields: ["badgeId"])
    badgeId: ID
    shelf: [Book] @hasMany(references: ["teamId"])
  }
  type Member @model
    @auth(rules: [
      { allow: owner, operations: [get, list, delete, listen] }
      { allow: groups, groupsField: "circles" }
      { allow: custom }
    ]) {
    team: Team! @belongsTo
    tags: [Tag] @manyToMany(relationName: "MemberTags")
    circles: [String]
  }
  type Tag @model @auth(rules: [{ allow: public }]) { label: ID! @primaryKey members: [Member] @manyToMany(relationName: "MemberTags") }
  type Boss @model @auth(rules: [{ allow: public }]) { team: Team @belongsTo }
  type Badge @model(timestamps: null) @auth(rules: [{ allow: public }]) { id: ID! nrs: [Int!]! opts: [Int!] }
  type Book @model @auth(rules: [{ allow: public }]) {
    teamId: ID! @primaryKey(sortKeyFields: ["nr"])
    nr: Int!
    team: Team @belongsTo(references: ["teamId"])
  }
`;
const described = mobileModels(modelOf(schema), fieldOrder(schema));
const model = (name: string) => described.models.find((each) => each.name === name)!;
const relation = (name: string, field: string) => model(name).fields.find((each) => each.name === field)!.relation;

test('fields stand in the order of the source, what the compiler adds around them', () => {
  const names = (name: string) => model(name).fields.map((field) => field.name);
  expect(names('Team')).toEqual([
    'id',
    'members',
    'name',
    'boss',
    'badge',
    'badgeId',
    'shelf',
    'createdAt',
    'updatedAt',
    'teamBossId',
  ]);
  // The key of a belongsTo is no field of its own, unless it is part of the primary key.
  expect(names('Member')).toEqual(['id', 'team', 'tags', 'circles', 'createdAt', 'updatedAt']);
  expect(names('Book')).toEqual(['teamId', 'nr', 'team', 'createdAt', 'updatedAt']);
  expect(names('MemberTags')).toEqual(['id', 'member', 'tag', 'createdAt', 'updatedAt']);
});

test.each([
  ['Team', 'members', { kind: 'hasMany', style: 'fields', associatedWith: 'team', targetNames: [] }],
  ['Team', 'boss', { kind: 'hasOne', style: 'fields', associatedWith: 'team', targetNames: ['teamBossId'] }],
  ['Team', 'badge', { kind: 'hasOne', style: 'fields', associatedWith: 'id', targetNames: ['badgeId'] }],
  ['Team', 'shelf', { kind: 'hasMany', style: 'references', associatedWith: 'team', targetNames: [] }],
  ['Member', 'team', { kind: 'belongsTo', style: 'fields', associatedWith: '', targetNames: ['teamMembersId'] }],
  ['Member', 'tags', { kind: 'hasMany', style: 'fields', associatedWith: 'member', targetNames: [] }],
  ['MemberTags', 'tag', { kind: 'belongsTo', style: 'fields', associatedWith: '', targetNames: ['tagLabel'] }],
])('the relation %s.%s', (name, field, expected) => {
  expect(relation(name, field)).toEqual(expected);
});

test('keys, lists, rules and operations', () => {
  expect(model('Book')).toMatchObject({ keyFields: ['teamId', 'nr'], isCustomKey: true });
  expect(model('Team')).toMatchObject({ keyFields: ['id'], isCustomKey: false });
  const field = (name: string): Partial<MobileField> => model('Badge').fields.find((each) => each.name === name)!;
  expect(field('nrs')).toMatchObject({ type: 'Int', isList: true, isRequired: true, isElementRequired: true });
  expect(field('opts')).toMatchObject({ type: 'Int', isList: true, isRequired: false, isElementRequired: true });
  const [owner, groups, ...more] = model('Member').rules;
  expect(owner).toMatchObject({ allow: 'owner', provider: 'userPools', operations: ['delete', 'read'] });
  expect(groups).toMatchObject({ allow: 'groups', groupsField: 'circles' });
  expect(more).toEqual([]);
});

test('an id that is a number is not generated', () => {
  const [counted] = mobileModels(
    modelOf('type Post @model @auth(rules: [{ allow: public }]) { id: Int! }'),
    new Map(),
  ).models;
  expect(counted!.fields[0]).toMatchObject({ name: 'id', type: 'Int', isId: false });
});

test('a changed model has another version', () => {
  const one = mobileModels(modelOf(schema), new Map()).version;
  expect(one).toBe(described.version);
  expect(mobileModels(modelOf(schema.replace('name: String', 'name: Int')), new Map()).version).not.toBe(one);
});

test.each([
  ['Java', javaModels, 'class: String', 'Post.class: `class` is a keyword of Java'],
  ['Dart', dartModels, 'with: String', 'Post.with: `with` is a keyword of Dart'],
  ['Swift', swiftModels, 'where: String', 'Post.where: `where` is a keyword of Swift'],
])('a keyword of %s as a name is refused', (_, generate, field, message) => {
  const refused = modelOf(`type Post @model @auth(rules: [{ allow: public }]) { ${field} }`);
  expect(() => generate(refused)).toThrow(message);
});

test('values of enums that are keywords: in backquotes in Swift, refused in Java', () => {
  const keywords = modelOf(
    'enum Kind { DEFAULT in OLD_MAP plain } type Post @model @auth(rules: [{ allow: public }]) { kind: Kind }',
  );
  const [kind] = swiftModels(keywords);
  expect(kind!.text).toContain('case `default` = "DEFAULT"\n  case `in`\n  case oldMap = "OLD_MAP"\n  case plain\n');
  const java = modelOf('enum Kind { int } type Post @model @auth(rules: [{ allow: public }]) { kind: Kind }');
  expect(() => javaModels(java)).toThrow('Kind.int: `int` is a keyword of Java');
});

test('the words of names', () => {
  expect(['URL', 'first_name', 'a1b2', 'address2Line', '_x'].map(pascalCase)).toEqual([
    'Url',
    'FirstName',
    'A1b2',
    'Address2Line',
    'X',
  ]);
  expect(['teamBossId', 'URLPath', 'First_name'].map(constantCase)).toEqual(['TEAM_BOSS_ID', 'URL_PATH', 'FIRST_NAME']);
  expect(['BAD_DAY', 'OTHERThing', 'aB2c'].map(camelCase)).toEqual(['badDay', 'otherThing', 'aB2c']);
  expect(['Inner', 'Address', 'City', 'Day'].map(plural)).toEqual(['Inners', 'Addresses', 'Cities', 'Days']);
});
