/**
 * Checked by the compiler, never run: what `generateClient<Schema>()` of `preamp/client` makes of a schema. A line that
 * must not compile says so with `@ts-expect-error`.
 */
import { generateClient, type SelectionSet } from '../../src/client/index.ts';
import { a, type ClientSchema } from '../../src/index.ts';

const schema = a
  .schema({
    Blog: a.model({
      name: a.string().required(),
      posts: a.hasMany('Post', 'blogId'),
      place: a.customType({
        lat: a.float().required(),
        tags: a.string().array(),
        zone: a.customType({ code: a.string().required(), note: a.string() }),
      }),
      open: a.boolean(),
    }),
    Post: a
      .model({
        title: a.string().required(),
        rank: a.integer(),
        kind: a.enum(['NEWS', 'NOTE']),
        blogId: a.id(),
        blog: a.belongsTo('Blog', 'blogId'),
      })
      .secondaryIndexes((index) => [index('title').sortKeys(['rank']).queryField('postsByTitle')]),
    echo: a
      .query()
      .arguments({ text: a.string().required() })
      .returns(a.string())
      .authorization((allow) => [allow.publicApiKey()])
      .handler(a.handler.function('echo')),
  })
  .authorization((allow) => [allow.publicApiKey()]);

const client = generateClient<ClientSchema<typeof schema>>({ outputs: {} });

export async function results() {
  const { data: post } = await client.models.Post.get({ id: '1' });
  post!.title satisfies string;
  post!.kind satisfies 'NEWS' | 'NOTE' | null;
  (await post!.blog()).data!.name satisfies string;
  client.models.Post.onCreate().subscribe(({ title }) => title satisfies string);
  client.enums.PostKind.values() satisfies ('NEWS' | 'NOTE')[];
  (await client.queries.echo({ text: 'hello' })).data satisfies string | null | undefined;
  await client.models.Post.postsByTitle({ title: 'x', rank: { gt: 1 } });
}

export async function selections() {
  const { data: blogs } = await client.models.Blog.list({ selectionSet: ['id', 'place.lat', 'posts.title'] });
  blogs[0]!.posts[0]!.title satisfies string;
  blogs[0]!.place?.lat satisfies number | undefined;
  // @ts-expect-error not selected
  blogs[0]!.name;
  // @ts-expect-error not selected
  blogs[0]!.posts[0]!.rank;
  // @ts-expect-error no such field
  await client.models.Blog.list({ selectionSet: ['nope'] });
  // @ts-expect-error a relation needs a field of its own
  await client.models.Blog.list({ selectionSet: ['posts'] });
}

export async function refusals() {
  // @ts-expect-error not a key
  await client.models.Post.get({ title: 'x' });
  // @ts-expect-error title is required
  await client.models.Post.create({ rank: 1 });
  // @ts-expect-error not a value of the enum
  await client.models.Post.create({ title: 'x', kind: 'OTHER' });
  // @ts-expect-error an argument is missing
  await client.queries.echo();
  // @ts-expect-error no such model
  client.models.Nope;
}

export async function wildcards() {
  const { data: blogs } = await client.models.Blog.list({ selectionSet: ['*', 'posts.*'] });
  blogs[0]!.place!.zone!.code satisfies string;
  blogs[0]!.place!.zone!.note satisfies string | null;
  blogs[0]!.posts[0]!.kind satisfies 'NEWS' | 'NOTE' | null;
  // @ts-expect-error a wildcard selects no relations
  blogs[0]!.posts[0]!.blog;
  const { data: placed } = await client.models.Blog.list({ selectionSet: ['place.*'] });
  placed[0]!.place!.zone satisfies { readonly code: string; readonly note: string | null } | null;
  // @ts-expect-error not selected
  placed[0]!.name;
  const { data: zoned } = await client.models.Post.list({ selectionSet: ['blog.place.zone.note'] });
  zoned[0]!.blog!.place!.zone!.note satisfies string | null;
  // @ts-expect-error not selected
  zoned[0]!.blog!.place!.lat;
  const chosen = {} as SelectionSet<ClientSchema<typeof schema>['Blog'], ['id', 'place.*']>;
  chosen.place?.lat satisfies number | undefined;
  // @ts-expect-error not selected
  chosen.name;
}

export async function filters() {
  await client.models.Post.list({
    filter: { or: [{ title: { beginsWith: 'a', size: { gt: 2 } } }, { not: { rank: { between: [1, 2] } } }] },
  });
  await client.models.Post.list({ filter: { kind: { eq: 'NEWS' }, createdAt: { gt: '2020' }, blogId: { ne: null } } });
  await client.models.Blog.list({ filter: { open: { eq: true, attributeExists: true } } });
  client.models.Post.onCreate({ filter: { title: { in: ['a'] }, and: [{ rank: { notIn: [1] } }] } });
  // @ts-expect-error no such field
  await client.models.Post.list({ filter: { nope: { eq: 1 } } });
  // @ts-expect-error not a value of the enum
  await client.models.Post.list({ filter: { kind: { eq: 'OTHER' } } });
  // @ts-expect-error numbers do not begin with anything
  await client.models.Post.list({ filter: { rank: { beginsWith: '1' } } });
  // @ts-expect-error not the type of the field
  await client.models.Post.list({ filter: { title: { eq: 1 } } });
  // @ts-expect-error relations cannot be filtered by
  await client.models.Post.list({ filter: { blog: { eq: 'x' } } });
  // @ts-expect-error lists know no `in`
  await client.models.Post.list({ filter: { title: { in: ['a'] } } });
  // @ts-expect-error events know no `attributeExists`
  client.models.Post.onCreate({ filter: { title: { attributeExists: true } } });
}

declare const getPost: string & {
  __generatedQueryInput: { id: string };
  __generatedQueryOutput: { getPost: { title: string } | null };
};
declare const onPost: string & { __generatedSubscriptionInput: object; __generatedSubscriptionOutput: { id: number } };

export async function documents() {
  const { data } = await client.graphql({ query: getPost, variables: { id: '1' } });
  data!.getPost!.title satisfies string;
  client.graphql({ query: onPost }).subscribe(({ data: event }) => event!.id satisfies number);
  client.graphql({ query: 'subscription { onCreatePost { id } }' }).subscribe(() => {});
  (await client.graphql({ query: 'query { listPosts { items { id } } }' })).data;
  // @ts-expect-error not its variables
  await client.graphql({ query: getPost, variables: { name: '1' } });
}

export async function options() {
  await client.models.Post.create({ title: 'x' }, { authMode: 'userPool', authToken: async () => 'token' });
  await client.models.Post.postsByTitle({ title: 'x' }, { sortDirection: 'DESC', filter: { rank: { gt: 1 } } });
  const credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 's' });
  await client.models.Post.list({ authMode: 'iam', credentials });
  // @ts-expect-error a secret is missing
  await client.models.Post.list({ authMode: 'iam', credentials: { accessKeyId: 'a' } });
  // @ts-expect-error not a mode
  await client.models.Post.list({ authMode: 'cookie' });
  // @ts-expect-error the key has no sort field
  await client.models.Post.list({ sortDirection: 'DESC' });
}
