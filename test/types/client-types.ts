/**
 * Checked by the compiler, never run: what `generateClient<Schema>()` of `preamp/client` makes of a schema. A line that
 * must not compile says so with `@ts-expect-error`.
 */
import { generateClient } from '../../src/client/index.ts';
import { a, type ClientSchema } from '../../src/index.ts';

const schema = a
  .schema({
    Blog: a.model({
      name: a.string().required(),
      posts: a.hasMany('Post', 'blogId'),
      place: a.customType({ lat: a.float().required(), tags: a.string().array() }),
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
