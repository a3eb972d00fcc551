import type { Item } from '../../src/ir/item.ts';

/** The data model that is measured: a table with two indexes, relations in both directions, and a join model. */
export const schema = `
  type Author @model @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String
    text: String
    posts: [Post] @hasMany(references: ["authorId"])
  }
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    blog: String @index(name: "byBlog", sortKeyFields: ["title"], queryField: "postsByBlog")
    title: String
    state: String
    text: String
    authorId: ID
    author: Author @belongsTo(references: ["authorId"])
    comments: [Comment] @hasMany(references: ["postId"])
    tags: [PostTag] @hasMany(references: ["postId"])
  }
  type Comment @model @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
  type Tag @model @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    posts: [PostTag] @hasMany(references: ["tagId"])
  }
  type PostTag @model @auth(rules: [{ allow: public }]) {
    id: ID!
    postId: ID
    post: Post @belongsTo(references: ["postId"])
    tagId: ID
    tag: Tag @belongsTo(references: ["tagId"])
    text: String
  }
`;

/** Bytes of one item, by model: names and values of all attributes. */
export const itemBytes = { Author: 500, Post: 1000, Comment: 300, Tag: 200, PostTag: 300 } as const;

/** When everything is written. */
export const now = '2024-01-01T00:00:00.000Z';

/** 120 posts by 6 authors in 5 blogs, one in four a draft, each with 20 comments; 5 tags, all of them on `post-000`. */
export function blogItems(): Readonly<Record<keyof typeof itemBytes, readonly Item[]>> {
  const posts = count(120).map((n) => post(n));
  return {
    Author: count(6).map((n) => sized('Author', { id: `author-${n}`, name: `Author ${n}` })),
    Post: posts,
    Comment: posts.flatMap(({ id }) =>
      count(20).map((n) => sized('Comment', { id: `${id}-comment-${numbered(n)}`, postId: String(id) })),
    ),
    Tag: count(5).map((n) => sized('Tag', { id: `tag-${n}` })),
    PostTag: count(5).map((n) => sized('PostTag', { id: `post-tag-${n}`, postId: 'post-000', tagId: `tag-${n}` })),
  };
}

/** The post of a number, as it is stored. */
export function post(n: number): Item {
  return sized('Post', {
    id: `post-${numbered(n)}`,
    blog: `blog-${n % 5}`,
    title: `Post ${numbered(n)}`,
    state: n % 4 === 0 ? 'DRAFT' : 'PUBLISHED',
    authorId: `author-${n % 6}`,
  });
}

/** An item whose `text` brings it to the size of its model. */
function sized(model: keyof typeof itemBytes, attributes: Readonly<Record<string, string>>): Item {
  const item = { ...attributes, createdAt: now, updatedAt: now };
  // The engine stores the model's name beside them.
  const used = Object.entries({ ...item, __typename: model, text: '' }).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  return { ...item, text: 'x'.repeat(itemBytes[model] - used) };
}

function numbered(n: number): string {
  return String(n).padStart(3, '0');
}

function count(items: number): readonly number[] {
  return Array.from({ length: items }, (_, n) => n);
}
