import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Item } from '../../src/ir/item.ts';
import type { Rename } from '../../src/storage/migration-plan.ts';
import { changes, compiled, createSubject, type MigrationSubject } from './migration-subject.ts';

let subject: MigrationSubject;
beforeEach(() => {
  subject = createSubject(':memory:');
});
afterEach(() => subject.close());

type Items = Readonly<Record<string, readonly Item[]>>;

interface Case {
  readonly name: string;
  readonly from: string;
  readonly items: Items;
  readonly to: string;
  readonly renames?: readonly Rename[];
  readonly steps: readonly string[];
  readonly after: Items;
}

const untimed = '@model(timestamps: null)';
const comment = `type Comment ${untimed} { id: ID! rank: Int! day: String! }`;
const post = `type Post ${untimed} { id: ID! comments: [Comment] @hasMany } ${comment}`;
const article = (mapsTo = '') =>
  `type Article ${untimed} ${mapsTo} { id: ID! comments: [Comment] @hasMany } ${comment}`;
const mapped = article('@mapsTo(name: "Post")');
const posts = { Post: [{ id: 'p' }], Comment: [{ id: 'c', rank: 1, day: 'd', postCommentsId: 'p' }] };
const articles = { Article: [{ id: 'p' }], Comment: [{ id: 'c', rank: 1, day: 'd', articleCommentsId: 'p' }] };
const renamedKey = 'safe: Renames the field Comment.postCommentsId to articleCommentsId, with its values.';
/** An index of a relation goes by the table's name. */
const renamedIndex = (from: string, to: string) =>
  `safe: Renames the index 'gsi-${from}.comments' of Comment to 'gsi-${to}.comments'.`;
const toArticle = [{ model: null, from: 'Post', to: 'Article' }];

const list = (sort: string) => `type Entry ${untimed} {
  id: ID!  kind: String! @index(name: "byKind", sortKeyFields: ["${sort}", "day"])  ${sort}: Int!  day: String!
}`;
const keyed = (name: string) =>
  `type Line ${untimed} { book: ID! @primaryKey(sortKeyFields: ["${name}", "row"])  ${name}: Int!  row: Int! }`;
const tagged = (type: string, relation: string) => `
  type ${type} ${untimed} { id: ID! tags: [Tag] @manyToMany(relationName: "${relation}") }
  type Tag ${untimed} { id: ID! of: [${type}] @manyToMany(relationName: "${relation}") }`;
const times = { createdAt: '2030-01-01T00:00:00.000Z', updatedAt: '2030-01-01T00:00:00.000Z' };

const cases: readonly Case[] = [
  {
    name: '@mapsTo added with a new name of the model, and its implicit foreign keys',
    from: post,
    items: posts,
    to: mapped,
    steps: ['safe: Gives the table of Post to Article.', renamedKey],
    after: articles,
  },
  {
    name: '@mapsTo and the new name taken back',
    from: mapped,
    items: articles,
    to: post,
    steps: [
      'safe: Gives the table of Article to Post.',
      'safe: Renames the field Comment.articleCommentsId to postCommentsId, with its values.',
    ],
    after: posts,
  },
  {
    name: '@mapsTo removed from a model that keeps its name',
    from: mapped,
    items: articles,
    to: article(),
    steps: [
      "safe: Moves the table of Article from 'Post' to 'Article', with its items.",
      renamedIndex('Post', 'Article'),
    ],
    after: articles,
  },
  {
    name: '@mapsTo added to a model that keeps its name',
    from: article(),
    items: articles,
    to: article('@mapsTo(name: "Paper")'),
    steps: [
      "safe: Moves the table of Article from 'Article' to 'Paper', with its items.",
      renamedIndex('Article', 'Paper'),
    ],
    after: articles,
  },
  {
    name: '@mapsTo with another name',
    from: article('@mapsTo(name: "Paper")'),
    items: articles,
    to: article('@mapsTo(name: "Sheet")'),
    steps: [
      "safe: Moves the table of Article from 'Paper' to 'Sheet', with its items.",
      renamedIndex('Paper', 'Sheet'),
    ],
    after: articles,
  },
  {
    name: '@mapsTo removed, and a new model under the name that it kept',
    from: mapped,
    items: articles,
    to: `${article()} type Post ${untimed} { id: ID! }`,
    steps: [
      "safe: Moves the table of Article from 'Post' to 'Article', with its items.",
      renamedIndex('Post', 'Article'),
      'safe: Creates the table of Post.',
    ],
    after: { ...articles, Post: [] },
  },
  {
    name: 'two models that swap their tables by @mapsTo',
    from: `type A ${untimed} @mapsTo(name: "X") { id: ID! } type B ${untimed} @mapsTo(name: "Y") { id: ID! }`,
    items: { A: [{ id: 'a' }], B: [{ id: 'b' }] },
    to: `type A ${untimed} @mapsTo(name: "Y") { id: ID! } type B ${untimed} @mapsTo(name: "X") { id: ID! }`,
    steps: ['safe: Gives the table of B to A.', 'safe: Gives the table of A to B.'],
    after: { A: [{ id: 'b' }], B: [{ id: 'a' }] },
  },
  {
    name: 'a model renamed on request, with its implicit foreign keys',
    from: post,
    items: posts,
    to: article(),
    renames: toArticle,
    steps: ['safe: Renames the model Post to Article, with its items.', renamedKey, renamedIndex('Post', 'Article')],
    after: articles,
  },
  {
    name: 'a model of a @manyToMany renamed on request',
    from: tagged('Post', 'Links'),
    items: { Post: [{ id: 'p' }], Tag: [{ id: 't' }], Links: [{ id: 'l', postId: 'p', tagId: 't', ...times }] },
    to: tagged('Article', 'Links'),
    renames: toArticle,
    steps: [
      'safe: Renames the model Post to Article, with its items.',
      'safe: Renames the field Links.postId to articleId, with its values.',
      "safe: Renames the index 'byPost' of Links to 'byArticle'.",
    ],
    after: { Article: [{ id: 'p' }], Tag: [{ id: 't' }], Links: [{ id: 'l', articleId: 'p', tagId: 't', ...times }] },
  },
  {
    name: 'a field of a composite key attribute, which an index sorts by',
    from: list('rank'),
    items: { Entry: [{ id: '1', kind: 'k', rank: 3, day: 'd', 'rank#day': '3#d' }] },
    to: list('place'),
    renames: [{ model: 'Entry', from: 'rank', to: 'place' }],
    steps: ['safe: Renames the field Entry.rank to place, with its values.'],
    after: { Entry: [{ id: '1', kind: 'k', place: 3, day: 'd', 'place#day': '3#d' }] },
  },
  {
    name: 'a field of a composite primary key',
    from: keyed('page'),
    items: { Line: [{ book: 'b', page: 7, row: 1, 'page#row': '7#1' }] },
    to: keyed('leaf'),
    renames: [{ model: 'Line', from: 'page', to: 'leaf' }],
    steps: ['safe: Renames the field Line.page to leaf, with its values.'],
    after: { Line: [{ book: 'b', leaf: 7, row: 1, 'leaf#row': '7#1' }] },
  },
  {
    name: 'an index',
    from: `type Entry ${untimed} { id: ID! kind: String! @index(name: "byKind") }`,
    items: { Entry: [{ id: '1', kind: 'k' }] },
    to: `type Entry ${untimed} { id: ID! kind: String! @index(name: "entriesByKind") }`,
    steps: ["safe: Renames the index 'byKind' of Entry to 'entriesByKind'."],
    after: { Entry: [{ id: '1', kind: 'k' }] },
  },
];

describe('what only has another name is moved', () => {
  test.each(cases)('$name', async ({ from, items, to, renames = [], steps, after }) => {
    const [old, young] = [compiled(from), compiled(to)];
    await subject.apply(old);
    for (const [model, each] of Object.entries(items)) await subject.fill(old, model, each);
    const plan = await subject.engine.plan(young, { renames });
    expect(changes(plan)).toEqual(steps);
    expect(plan.questions).toEqual([]);
    for (const [model, each] of Object.entries(items)) expect(await subject.itemsOf(old, model)).toEqual(each);
    await subject.engine.migrate(plan, { destructive: false });
    expect((await subject.engine.plan(young)).steps).toEqual([]);
    for (const [model, each] of Object.entries(after)) expect(await subject.itemsOf(young, model)).toEqual(each);
  });

  test('and its indexes find it', async () => {
    const [old, young] = [compiled(post), compiled(mapped)];
    await subject.apply(old);
    for (const [model, each] of Object.entries(posts)) await subject.fill(old, model, each);
    await subject.apply(young);
    const query = { sort: null, after: null, descending: false, filter: null, limit: 10 } as const;
    const index = 'gsi-Post.comments';
    const page = await subject.engine.open(young).query({ ...query, model: 'Comment', index, hash: 'p' });
    expect(page.items).toEqual(articles.Comment);
  });

  test('a model under the name of a table that is taken gets another name in the database', async () => {
    const first = compiled(mapped);
    await subject.apply(first);
    for (const [model, each] of Object.entries(articles)) await subject.fill(first, model, each);
    const second = compiled(`${article()} type Post ${untimed} { id: ID! }`);
    await subject.apply(second);
    await subject.fill(second, 'Post', [{ id: 'new' }]);
    expect(await subject.itemsOf(second, 'Post')).toEqual([{ id: 'new' }]);
    expect(await subject.itemsOf(second, 'Article')).toEqual(articles.Article);
  });
});
