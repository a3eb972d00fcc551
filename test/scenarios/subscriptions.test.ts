import { afterEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/ir/identity.ts';
import type { PreparedSubscription } from '../../src/realtime/prepared-subscription.ts';
import { publicationTopic } from '../../src/realtime/publication-topic.ts';
import { createWorld, now, type World } from './harness.ts';
import { apiKey, user } from './identities.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Post @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
    rating: Int
    tags: [String]
    comments: [Comment] @hasMany(references: ["postId"])
  }
  type Comment @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
  type Note @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admin"], operations: [read] }]) {
    id: ID!
    text: String
  }
  type Team @model(${off}) @auth(rules: [{ allow: groups, groupsField: "groups" }]) {
    id: ID!
    groups: [String]
  }
  type Mutation {
    shout(text: String!): Message @function(name: "shout") @auth(rules: [{ allow: public }])
  }
  type Message { text: String room: String }
  type Subscription {
    onShout(room: String): Message @aws_subscribe(mutations: ["shout"]) @auth(rules: [{ allow: public }])
    onPostMade: Post @aws_subscribe(mutations: ["createPost"]) @auth(rules: [{ allow: public }])
  }
`;

describe('subscriptions (runtime.md 7)', () => {
  let world: World;
  afterEach(() => world.close());

  async function open(): Promise<void> {
    world = await createWorld({ schema, functions: { shout: ({ arguments: args }) => ({ ...args, room: 'a' }) } });
  }

  async function subscribe(
    query: string,
    identity: Identity = apiKey,
    variables: Readonly<Record<string, unknown>> | null = null,
  ): Promise<PreparedSubscription> {
    const request = { query, variables, operationName: null, identity, headers: {}, requestId: 'request-1' };
    const result = await world.executor.subscribe(request);
    if (result.status === 'refused') throw new Error(JSON.stringify(result.errors));
    return result.subscription;
  }

  /** What a subscription delivers of all events since the world began. */
  async function delivered(subscription: PreparedSubscription): Promise<unknown[]> {
    const events = world.events.filter(
      (event) => subscription.topics.includes(publicationTopic(event)) && subscription.matches(event),
    );
    return Promise.all(events.map(async (event) => JSON.parse(await subscription.render(event))));
  }

  it('deliver the whole record and resolve relations, whatever the mutation selected', async () => {
    await open();
    const subscription = await subscribe(
      'subscription { onUpdatePost { __typename title comments { items { id } } } }',
    );
    await world.seed({ Post: [{ id: '1', title: 'old' }], Comment: [{ id: 'c', postId: '1' }] });
    await world.send({ query: 'mutation { updatePost(input: { id: "1", rating: 2 }) { id } }' });
    expect(subscription.topics).toEqual(['update:Post']);
    expect(await delivered(subscription)).toEqual([
      { data: { onUpdatePost: { __typename: 'Post', title: 'old', comments: { items: [{ id: 'c' }] } } } },
    ]);
  });

  it.each([
    ['{ title: { eq: "a" } }', ['1']],
    ['{ title: { ne: "a" } }', ['2', '3']],
    ['{ title: { beginsWith: "b" } }', ['2']],
    ['{ title: { contains: "b" } }', ['2']],
    ['{ title: { notContains: "b" } }', ['1', '3']],
    ['{ title: { in: ["a", "x"] } }', ['1']],
    ['{ title: { notIn: ["a", "x"] } }', ['2', '3']],
    ['{ title: { between: ["a", "b"] } }', ['1']],
    ['{ rating: { gt: 1 } }', ['2']],
    ['{ rating: { in: [1, 2] } }', ['1', '2']],
    ['{ rating: { le: 1 } }', ['1']],
    ['{ tags: { contains: "x" } }', ['1']],
    ['{ or: [{ title: { eq: "a" } }, { rating: { eq: 2 } }] }', ['1', '2']],
    ['{ and: [{ title: { eq: "a" } }, { rating: { eq: 2 } }] }', []],
    ['{}', ['1', '2', '3']],
  ])('pass records that meet the filter %s', async (filter, ids) => {
    await open();
    const subscription = await subscribe(`subscription { onCreatePost(filter: ${filter}) { id } }`);
    await world.send({
      query: 'mutation { createPost(input: { id: "1", title: "a", rating: 1, tags: ["x"] }) { id } }',
    });
    await world.send({ query: 'mutation { createPost(input: { id: "2", title: "bb", rating: 2 }) { id } }' });
    await world.send({ query: 'mutation { createPost(input: { id: "3" }) { id } }' });
    expect(await delivered(subscription)).toEqual(ids.map((id) => ({ data: { onCreatePost: { id } } })));
  });

  it('apply owner rules to the whole record, whatever the mutation selected', async () => {
    await open();
    const subscription = await subscribe('subscription { onCreateNote { id owner } }', user('bob'));
    await world.send({ as: user('alice'), query: 'mutation { createNote(input: { text: "a" }) { id } }' });
    await world.send({ as: user('bob'), query: 'mutation { createNote(input: { text: "b" }) { id } }' });
    expect(await delivered(subscription)).toEqual([{ data: { onCreateNote: { id: 'id-2', owner: 'bob' } } }]);
  });

  it('do not leak an update that moves a record out of the rule', async () => {
    await open();
    await world.seed({ Team: [{ id: '1', groups: ['a', 'b'] }] });
    const member = (group: string) => user(group, { 'cognito:groups': [group] });
    const staying = await subscribe('subscription { onUpdateTeam { id } }', member('a'));
    const leaving = await subscribe('subscription { onUpdateTeam { id } }', member('b'));
    const query = 'mutation { updateTeam(input: { id: "1", groups: ["a"] }) { id groups } }';
    expect(await world.send({ as: member('a'), query })).toEqual({ data: { updateTeam: { id: '1', groups: ['a'] } } });
    expect(await delivered(staying)).toEqual([{ data: { onUpdateTeam: { id: '1' } } }]);
    expect(await delivered(leaving)).toEqual([]);
  });

  it('deliver deletes as the record was', async () => {
    await open();
    await world.seed({ Post: [{ id: '1', title: 't' }] });
    const subscription = await subscribe('subscription { onDeletePost { id title } }');
    await world.send({ query: 'mutation { deletePost(input: { id: "1" }) { id } }' });
    expect(await delivered(subscription)).toEqual([{ data: { onDeletePost: { id: '1', title: 't' } } }]);
  });

  it('are refused to callers without a rule', async () => {
    await open();
    await expect(subscribe('subscription { onCreateNote { id } }')).rejects.toThrow(
      JSON.stringify([
        {
          path: null,
          errorType: 'Unauthorized',
          locations: null,
          message: 'Not Authorized to access onCreateNote on type Subscription',
        },
      ]),
    );
  });

  it('are refused with somebody else as owner argument', async () => {
    await open();
    await expect(subscribe('subscription { onCreateNote(owner: "alice") { id } }', user('bob'))).rejects.toThrow(
      'Not Authorized to access onCreateNote on type Subscription',
    );
  });

  it.each(['alice', 'sub-alice', 'sub-alice::alice'])('take %s as the own owner argument', async (owner) => {
    await open();
    const query = `subscription { onCreateNote(owner: "${owner}") { id } }`;
    await expect(subscribe(query, user('alice'))).resolves.toBeDefined();
  });

  it('match an owner argument with the owner as it is shown', async () => {
    await open();
    const admin = user('root', { 'cognito:groups': ['Admin'] });
    const subscription = await subscribe('subscription { onCreateNote(owner: "alice") { text } }', admin);
    await world.send({ as: user('alice'), query: 'mutation { createNote(input: { text: "a" }) { id } }' });
    await world.send({ as: user('bob'), query: 'mutation { createNote(input: { text: "b" }) { id } }' });
    expect(await delivered(subscription)).toEqual([{ data: { onCreateNote: { text: 'a' } } }]);
  });

  it('of a custom mutation deliver its result by equal arguments', async () => {
    await open();
    const all = await subscribe('subscription { onShout { text room } }');
    const mine = await subscribe('subscription { onShout(room: "a") { text } }');
    const other = await subscribe('subscription { onShout(room: "b") { text } }');
    const none = await subscribe('subscription ($room: String) { onShout(room: $room) { text } }', apiKey, {
      room: null,
    });
    await world.send({ query: 'mutation { shout(text: "hey") { text } }' });
    expect(world.events).toEqual([{ kind: 'mutation', mutation: 'shout', value: { text: 'hey', room: 'a' } }]);
    expect(await delivered(all)).toEqual([{ data: { onShout: { text: 'hey', room: 'a' } } }]);
    expect(await delivered(mine)).toEqual([{ data: { onShout: { text: 'hey' } } }]);
    expect(await delivered(other)).toEqual([]);
    expect(await delivered(none)).toEqual([]);
  });

  it('can be fed by a generated mutation', async () => {
    await open();
    const subscription = await subscribe('subscription { onPostMade { title } }');
    await world.send({ query: 'mutation { createPost(input: { title: "t" }) { id } }' });
    expect(await delivered(subscription)).toEqual([{ data: { onPostMade: { title: 't' } } }]);
  });

  it('share a group with equal document, variables and rules only', async () => {
    await open();
    const note = 'subscription { onCreateNote { id } }';
    const admin = (name: string) => user(name, { 'cognito:groups': ['Admin'] });
    const groups = async (...list: readonly (readonly [string, Identity, object?])[]) => {
      const found = await Promise.all(
        list.map(([query, identity, variables]) => subscribe(query, identity, { ...variables })),
      );
      return new Set(found.map(({ group }) => group)).size;
    };
    expect(await groups([note, admin('x')], [note, admin('y')])).toBe(1);
    expect(await groups([note, user('x')], [note, user('y')])).toBe(2);
    expect(await groups([note, user('x')], [note, user('x')])).toBe(1);
    expect(await groups([note, admin('x')], ['subscription { onCreateNote { text } }', admin('x')])).toBe(2);
    const filtered = 'subscription ($f: ModelSubscriptionPostFilterInput) { onCreatePost(filter: $f) { id } }';
    const titled = (title: string) => ({ f: { title: { eq: title } } });
    expect(await groups([filtered, apiKey, titled('a')], [filtered, apiKey, titled('a')])).toBe(1);
    expect(await groups([filtered, apiKey, titled('a')], [filtered, apiKey, titled('b')])).toBe(2);
  });

  it('fail whole where a required field of the event is null', async () => {
    await open();
    const subscription = await subscribe('subscription { onCreateNote { id createdAt } }', user('alice'));
    await world.send({ as: user('alice'), query: 'mutation { createNote(input: { text: "a" }) { id } }' });
    expect(await delivered(subscription)).toEqual([{ data: { onCreateNote: { id: 'id-1', createdAt: now } } }]);
    const [event] = world.events;
    if (event?.kind !== 'create') throw new Error('There is no event.');
    const { createdAt: _, ...rest } = event.item;
    expect(JSON.parse(await subscription.render({ ...event, item: rest }))).toEqual({
      data: { onCreateNote: null },
      errors: [
        {
          path: ['onCreateNote', 'createdAt'],
          locations: null,
          message:
            "Cannot return null for non-nullable type: 'AWSDateTime' within parent 'Note' (/onCreateNote/createdAt)",
        },
      ],
    });
  });

  it('end with the credential', async () => {
    await open();
    const subscription = await subscribe('subscription { onCreatePost { id } }', {
      ...apiKey,
      expiresAt: 1_800_000_000,
    });
    expect(subscription.expiresAt).toBe(1_800_000_000);
  });
});
