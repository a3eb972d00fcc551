import { describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { createTestBackend } from '../../testing/create-test-backend.ts';
import { makeItems } from './make-items.ts';

const rules = '@auth(rules: [{ allow: public }, { allow: owner }])';
const sdl = `
  type Blog @model ${rules} { id: ID! name: String! @validate(type: maxLength, value: "9") posts: [Post] @hasMany(references: ["blogId"]) }
  type Post @model ${rules} {
    slug: String! @primaryKey(sortKeyFields: ["year", "kind"])
    year: Int! @validate(type: gte, value: "2000") @validate(type: lt, value: "2030")
    kind: Kind!
    blogId: ID!
    blog: Blog @belongsTo(references: ["blogId"])
    comments: [Comment] @hasMany
    code: String @validate(type: startsWith, value: "ab") @validate(type: minLength, value: "40")
    never: String @validate(type: matches, value: "^[0-9]{20}$")
    place: Place
    tags: [Tag] @manyToMany(relationName: "PostTags")
    at: AWSDateTime! on: AWSDate! from: AWSTime! stamp: AWSTimestamp! mail: AWSEmail! data: AWSJSON! url: AWSURL!
    phone: AWSPhone! ip: AWSIPAddress! ratio: Float! done: Boolean! list: [Int!]!
  }
  type Comment @model ${rules} { id: ID! text: String! }
  type Tag @model ${rules} { name: String! @primaryKey posts: [Post] @manyToMany(relationName: "PostTags") }
  enum Kind { NEWS ESSAY }
  type Place { city: String! kind: Kind! }
`;
const { model } = compile([{ file: 'schema.graphql', text: sdl }], {});
const options = { seed: 7, count: 12, owners: ['1::ann', '2::bob'] };

interface Post {
  readonly slug: string;
  readonly year: number;
  readonly kind: string;
  readonly code: string;
  readonly never: string | null;
  readonly owner: string;
  readonly blog: { readonly name: string; readonly posts: { readonly items: readonly { readonly slug: string }[] } };
  readonly comments: { readonly items: readonly unknown[] };
  readonly tags: { readonly items: readonly unknown[] };
}

describe('makeItems', () => {
  it('is equal for equal numbers, and differs for others', () => {
    const items = makeItems(model!, options);
    expect(makeItems(model!, options)).toEqual(items);
    expect(makeItems(model!, { ...options, seed: 8 })).not.toEqual(items);
  });

  it('makes items that the API answers without an error, related and owned', async () => {
    const items = makeItems(model!, options);
    const backend = await createTestBackend({ sdl });
    await backend.put(Object.fromEntries(items));
    const { data, errors } = await backend.as({ apiKey: true }).graphql(`{
      listPosts { items {
        slug year kind code never place { city kind } at on from stamp mail data url phone ip ratio done list owner
        blog { name posts { items { slug } } } comments { items { id text } } tags { items { tag { name } } }
      } }
    }`);
    expect(errors).toBeUndefined();
    const posts: readonly Post[] = data.listPosts.items;
    expect(posts).toHaveLength(12);
    for (const post of posts) {
      expect(post.blog.posts.items.map(({ slug }) => slug)).toContain(post.slug);
      expect(post.blog.name.length).toBeLessThanOrEqual(9);
      expect(post.year).toBeGreaterThanOrEqual(2000);
      expect(post.year).toBeLessThan(2030);
      expect(post.code).toMatch(/^ab.{38,}$/);
      expect(post.never).toBeNull();
      expect(['ann', 'bob']).toContain(post.owner);
    }
    const total = (list: (post: Post) => readonly unknown[]) => posts.reduce((sum, post) => sum + list(post).length, 0);
    expect(total((post) => post.comments.items)).toBe(12);
    expect(total((post) => post.tags.items)).toBeGreaterThan(6);
    await backend.close();
  });

  it('refuses a required field that it cannot make up', () => {
    const text = `type A @model { id: ID! code: String! @validate(type: matches, value: "^[0-9]{20}$") }`;
    const other = compile([{ file: 'schema.graphql', text }], {}).model!;
    expect(() => makeItems(other, options)).toThrow(expect.objectContaining({ code: 'seed-impossible' }));
  });
});
