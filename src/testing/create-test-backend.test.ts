import { afterEach, describe, expect, it } from 'vitest';
import { a } from '../schema/a.ts';
import { createTestBackend, type TestBackend, type TestBackendOptions } from './create-test-backend.ts';

const sdl = `
  type Note @model @auth(rules: [{ allow: owner }, { allow: groups, groups: ["Admins"], operations: [read] }]) {
    id: ID!
    text: String
  }
  type Query { hello: String @function(name: "hello") @auth(rules: [{ allow: public }]) }
`;
const create = 'mutation ($text: String) { createNote(input: { text: $text }) { id text owner createdAt updatedAt } }';
const list = '{ listNotes { items { id text } } }';

let backend: TestBackend;
async function start(options: TestBackendOptions = { sdl }): Promise<TestBackend> {
  backend = await createTestBackend(options);
  return backend;
}
afterEach(() => backend.close());

describe('createTestBackend', () => {
  it('has ids in order and a clock that stands', async () => {
    const { as } = await start();
    const expected = {
      id: '00000000-0000-4000-8000-000000000001',
      text: 'a',
      owner: 'ann',
      createdAt: '2024-01-01T00:00:00.000Z',
      updatedAt: '2024-01-01T00:00:00.000Z',
    };
    expect(await as('ann').graphql(create, { text: 'a' })).toEqual({ data: { createNote: expected } });
    backend.now += 1000;
    const { data } = await as('ann').graphql(create, { text: 'b' });
    expect(data.createNote).toMatchObject({
      id: '00000000-0000-4000-8000-000000000002',
      createdAt: '2024-01-01T00:00:01.000Z',
    });
  });

  it('lets each caller see what the rules say', async () => {
    const { as } = await start();
    await as('ann').graphql(create, { text: 'a' });
    const seen = async (caller: Parameters<typeof as>[0]) => (await as(caller).graphql(list)).data?.listNotes?.items;
    expect(await seen('ann')).toHaveLength(1);
    expect(await seen('bob')).toEqual([]);
    expect(await seen({ username: 'eve', groups: ['Admins'] })).toHaveLength(1);
    for (const caller of [{ apiKey: true }, { guest: true }] as const) {
      expect((await as(caller).graphql(list)).errors?.[0]).toMatchObject({ errorType: 'Unauthorized' });
    }
  });

  it('goes back to a snapshot: items, ids and clock', async () => {
    const { as, snapshot, restore } = await start();
    await as('ann').graphql(create, { text: 'kept' });
    const before = await as('ann').graphql(list);
    const moment = await snapshot();
    for (let round = 0; round < 2; round++) {
      const { data } = await as('ann').graphql(create, { text: 'gone' });
      expect(data.createNote.id).toBe('00000000-0000-4000-8000-000000000002');
      await as('ann').graphql(
        'mutation { updateNote(input: { id: "00000000-0000-4000-8000-000000000001", text: "x" }) { id } }',
      );
      backend.now += 5000;
      await restore(moment);
      expect(await as('ann').graphql(list)).toEqual(before);
      expect(backend.now).toBe(Date.parse('2024-01-01T00:00:00.000Z'));
    }
  });

  it('goes between snapshots in any order', async () => {
    const { put, as, snapshot, restore } = await start();
    const texts = async () => (await as({ username: 'eve', groups: ['Admins'] }).graphql(list)).data.listNotes.items;
    const create = 'mutation ($id: ID!) { createNote(input: { id: $id, text: "made" }) { id } }';
    const remove = 'mutation ($id: ID!) { deleteNote(input: { id: $id }) { id } }';
    await put({ Note: [{ id: '1', text: 'a', owner: 'sub-ann::ann' }] });
    const moments = [await snapshot()];
    const seen = [await texts()];
    const changes = [
      () =>
        put({
          Note: [
            { id: '1', text: 'b' },
            { id: '2', text: 'b' },
          ],
        }),
      () => as('ann').graphql(create, { id: '3' }),
      async () => {
        await as('ann').graphql(remove, { id: '3' });
        await put({ Note: [{ id: '2', text: 'c' }] });
      },
    ];
    for (const change of changes) {
      await change();
      moments.push(await snapshot());
      seen.push(await texts());
    }
    for (const at of [1, 3, 0, 2, 2, 0, 3, 1]) {
      await restore(moments[at]!);
      expect(await texts()).toEqual(seen[at]);
      // Made and gone again: nothing of it stays.
      await as('ann').graphql(create, { id: '4' });
      await as('ann').graphql(remove, { id: '4' });
    }
    const other = await createTestBackend({ sdl });
    await expect(other.restore(moments[0]!)).rejects.toThrow('not one of this test backend');
    await other.close();
  });

  it('takes a snapshot of what has begun, and refused writes leave no trace', async () => {
    const { as, snapshot, restore } = await start();
    const first = await snapshot();
    const writing = as('ann').graphql(create, { text: 'under way' });
    const second = await snapshot();
    await writing;
    const { id } = (await as('ann').graphql(list)).data.listNotes.items[0];
    const rename = 'mutation ($id: ID!) { updateNote(input: { id: $id, text: "x" }) { id } }';
    expect((await as('bob').graphql(rename, { id })).errors).toHaveLength(1);
    await restore(second);
    expect((await as('ann').graphql(list)).data.listNotes.items).toEqual([{ id, text: 'under way' }]);
    await restore(first);
    expect((await as('ann').graphql(list)).data.listNotes.items).toEqual([]);
  });

  it('delivers events to those who may see them', async () => {
    const { as } = await start();
    const subscription = 'subscription { onCreateNote { text } }';
    const [ann, bob] = [await as('ann').subscribe(subscription), await as('bob').subscribe(subscription)];
    await as('ann').graphql('mutation { createNote(input: { text: "a" }) { id text owner } }');
    expect(await ann.next()).toEqual({ data: { onCreateNote: { text: 'a' } } });
    expect(bob.waiting).toBe(0);
    ann.stop();
    bob.stop();
    await expect(as({ apiKey: true }).subscribe(subscription)).rejects.toThrow(/Unauthorized|Not Authorized/);
  });

  it('calls the functions it was given, and takes a schema of the builder', async () => {
    const { as } = await start({
      schema: a.schema({
        hello: a
          .query()
          .arguments({ name: a.string() })
          .returns(a.string())
          .handler(a.handler.function('hello'))
          .authorization((allow) => [allow.publicApiKey()]),
      }),
      functions: { hello: ({ arguments: { name } }) => `Hello ${name}` },
    });
    expect(await as({ apiKey: true }).graphql('{ hello(name: "Ann") }')).toEqual({ data: { hello: 'Hello Ann' } });
  });

  it('refuses a generation, or leaves it out where that is asked for', async () => {
    const rules = { aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: 'Be kind.' };
    const schema = a
      .schema({ Note: a.model({ text: a.string() }), cook: a.generation(rules).returns(a.string()) })
      .authorization((allow) => [allow.publicApiKey()]);
    await expect(createTestBackend({ schema })).rejects.toThrow('The generation cook cannot run here');
    const { as } = await start({ schema, aiRoutes: 'leaveOut' });
    expect(await as({ apiKey: true }).graphql('{ listNotes { items { id } } }')).toEqual({
      data: { listNotes: { items: [] } },
    });
  });

  it('says what is wrong with a schema', async () => {
    await start();
    await expect(createTestBackend({ sdl: 'type A @model { b: B }' })).rejects.toThrow(/B/);
  });
});
