import { afterEach, describe, expect, it } from 'vitest';
import type { BeforeWrite, CommittedChange } from '../../src/execution/hooks/write-hooks.ts';
import type { HookDefinitions } from '../../src/runtime/hooks/hook-definitions.ts';
import { createTestBackend, type TestBackend } from '../../src/testing/create-test-backend.ts';

const sdl = `
  type Note @model @auth(rules: [{ allow: owner }, { allow: private, operations: [read] }]) {
    id: ID!
    text: String @validate(type: maxLength, value: "20")
    slug: String
    likes: Int
    shelf: String @index(name: "byShelf", sortKeyFields: ["row", "seat"], queryField: "notesByShelf")
    row: String
    seat: Int
  }
  type Product @model @auth(rules: [{ allow: private }]) { id: ID! stock: Int }
  type Order @model @auth(rules: [{ allow: private }]) { id: ID! productId: ID! count: Int! }
  type Ledger @model @auth(rules: [{ allow: private }]) { entry: ID! @primaryKey text: String }
`;

const times = { createdAt: '2023-01-01T00:00:00.000Z', updatedAt: '2023-01-01T00:00:00.000Z' };

let backend: TestBackend;
afterEach(() => backend.close());

async function start(hooks: HookDefinitions): Promise<TestBackend> {
  backend = await createTestBackend({ sdl, hooks });
  return backend;
}

const createNote =
  'mutation ($input: CreateNoteInput!) { createNote(input: $input) { id text slug likes owner createdAt updatedAt } }';
const updateNote =
  'mutation ($input: UpdateNoteInput!, $if: ModelNoteConditionInput) { updateNote(input: $input, condition: $if) { id text slug likes owner createdAt updatedAt } }';
const deleteNote = 'mutation ($id: ID!) { deleteNote(input: { id: $id }) { id text } }';
const notes = async () =>
  (await backend.as('ann').graphql('{ listNotes { items { id text slug likes owner } } }')).data.listNotes.items;

describe('beforeCreate', () => {
  it('sees all that will be stored, and changes it', async () => {
    const seen: BeforeWrite[] = [];
    const { as } = await start({
      Note: {
        beforeCreate: (write) => {
          seen.push(write);
          return { slug: `${write.identity?.username}-${write.input.text}`, likes: null };
        },
      },
    });
    const { data } = await as('ann').graphql(createNote, { input: { text: 'hi', likes: 4 } });
    expect(data.createNote).toMatchObject({ text: 'hi', slug: 'ann-hi', likes: null, owner: 'ann' });
    expect(seen[0]).toMatchObject({
      kind: 'create',
      model: 'Note',
      current: null,
      input: {
        id: data.createNote.id,
        text: 'hi',
        likes: 4,
        owner: 'sub-ann::ann',
        createdAt: '2024-01-01T00:00:00.000Z',
      },
      identity: { username: 'ann' },
      requestId: 'test',
    });
  });

  it('runs those of all models first, each on what the one before left', async () => {
    const { as } = await start({
      '*': { beforeCreate: async ({ input }) => ({ text: `${input.text}*` }) },
      Note: { beforeCreate: ({ input }) => ({ text: `${input.text}!` }) },
    });
    const { data } = await as('ann').graphql(createNote, { input: { text: 'a' } });
    expect(data.createNote.text).toBe('a*!');
  });

  it('refuses in words of its own, and nothing is written', async () => {
    const { as } = await start({
      Note: {
        beforeCreate: ({ refuse }) =>
          refuse('Too many notes', 'QuotaExceeded', { data: { most: 1 }, errorInfo: 'later' }),
      },
    });
    expect(await as('ann').graphql(createNote, { input: { text: 'a' } })).toMatchObject({
      data: { createNote: null },
      errors: [
        {
          path: ['createNote'],
          message: 'Too many notes',
          errorType: 'QuotaExceeded',
          data: { most: 1 },
          errorInfo: 'later',
        },
      ],
    });
    expect(await notes()).toEqual([]);
  });

  it('is not asked about what the rules refuse', async () => {
    let asked = 0;
    const { as } = await start({ Note: { beforeCreate: () => void asked++ } });
    const { errors } = await as('ann').graphql(createNote.replace('$input)', '$input)'), { input: { text: 'a' } });
    expect(errors).toBeUndefined();
    await as({ guest: true }).graphql(createNote, { input: { text: 'a' } });
    expect(asked).toBe(1);
  });

  it('cannot get past the checks of the schema', async () => {
    const { as } = await start({ Note: { beforeCreate: () => ({ text: 'x'.repeat(21) }) } });
    const { errors } = await as('ann').graphql(createNote, { input: { text: 'a' } });
    expect(errors?.[0]?.message).toContain('maximum length of 20');
  });

  it.each<[string, HookDefinitions[string], RegExp]>([
    [
      'fails',
      {
        beforeCreate: () => {
          throw new Error('no such thing');
        },
      },
      /no such thing/,
    ],
    ['writes a field there is not', { beforeCreate: () => ({ sulg: 'a' }) }, /Note\.sulg, which there is not/],
    [
      'names a model there is not',
      { beforeCreate: ({ transaction }) => transaction.create('Nite', {}) },
      /the model 'Nite'/,
    ],
  ])('tells the log what is wrong with a hook that %s, and writes nothing', async (_what, hooks, problem) => {
    const { as } = await start({ Note: hooks });
    await expect(as('ann').graphql(createNote, { input: { text: 'a' } })).rejects.toThrow(problem);
    expect(await notes()).toEqual([]);
  });

  it('writes nothing once the request has run out of time', async () => {
    const { as } = await start({
      Note: {
        beforeCreate: () => {
          backend.now += 60_000;
        },
      },
    });
    expect((await as('ann').graphql(createNote, { input: { text: 'a' } })).errors?.[0]).toMatchObject({
      errorType: 'ExecutionTimeout',
    });
    expect(await notes()).toEqual([]);
  });
});

describe('beforeUpdate', () => {
  const stored = { id: 'n1', text: 'a', likes: 0, owner: 'ann', ...times };

  it('sees the record, and changes the input; a composite key follows', async () => {
    const { as, put } = await start({
      Note: { beforeUpdate: ({ input, current }) => ({ slug: `${current?.text}>${input.text}`, seat: 2 }) },
    });
    await put({ Note: [{ ...stored, shelf: 's', row: 'a', seat: 1, 'row#seat': 'a#1' }] });
    const { data } = await as('ann').graphql(updateNote, { input: { id: 'n1', text: 'b' } });
    expect(data.updateNote).toMatchObject({ text: 'b', slug: 'a>b' });
    const query = '{ notesByShelf(shelf: "s", rowSeat: { eq: { row: "a", seat: 2 } }) { items { id } } }';
    expect((await as('ann').graphql(query)).data.notesByShelf.items).toEqual([{ id: 'n1' }]);
  });

  it('decides on the record that is then written: none of many at once is lost', async () => {
    const { as, put } = await start({
      Note: {
        beforeUpdate: async ({ current }) => {
          await Promise.resolve();
          return { likes: Number(current?.likes) + 1 };
        },
      },
    });
    await put({ Note: [stored] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => as('ann').graphql(updateNote, { input: { id: 'n1' } })),
    );
    expect(answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
    expect((await notes())[0].likes).toBe(20);
  });

  it.each([
    ['whose record it is not', 'bob', { id: 'n1', text: 'b' }, null, 'Unauthorized'],
    [
      'whose condition does not hold',
      'ann',
      { id: 'n1', text: 'b' },
      { likes: { gt: 3 } },
      'DynamoDB:ConditionalCheckFailedException',
    ],
    ['who names no record', 'ann', { id: 'nix', text: 'b' }, null, 'Unauthorized'],
  ])('is not asked by one %s', async (_who, caller, input, condition, errorType) => {
    let asked = 0;
    const { as, put } = await start({ Note: { beforeUpdate: () => void asked++ } });
    await put({ Note: [stored] });
    const { errors } = await as(caller).graphql(updateNote, { input, if: condition });
    expect(errors?.[0]).toMatchObject({ errorType });
    expect(asked).toBe(0);
  });

  it('cannot change the key', async () => {
    const { as, put } = await start({ Note: { beforeUpdate: () => ({ id: 'n2' }) } });
    await put({ Note: [stored] });
    await expect(as('ann').graphql(updateNote, { input: { id: 'n1' } })).rejects.toThrow(/part of the key/);
  });
});

describe('beforeDelete', () => {
  it('may refuse, and is not asked about what there is not', async () => {
    const asked: unknown[] = [];
    const { as, put } = await start({
      Note: {
        beforeDelete: ({ input, current, refuse }) => {
          asked.push(input);
          if (current?.text === 'kept') refuse('It is kept', 'Kept');
        },
      },
    });
    const note = (id: string, text: string) => ({ id, text, owner: 'ann', ...times });
    await put({ Note: [note('1', 'kept'), note('2', 'loose')] });
    expect((await as('ann').graphql(deleteNote, { id: '1' })).errors?.[0]).toMatchObject({
      message: 'It is kept',
      errorType: 'Kept',
    });
    expect((await as('bob').graphql(deleteNote, { id: '2' })).errors?.[0]).toMatchObject({ errorType: 'Unauthorized' });
    expect((await as('ann').graphql(deleteNote, { id: '2' })).data.deleteNote).toEqual({ id: '2', text: 'loose' });
    await as('ann').graphql(deleteNote, { id: '2' });
    expect(asked).toEqual([{ id: '1' }, { id: '2' }]);
    expect((await notes()).map(({ id }: { id: string }) => id)).toEqual(['1']);
  });
});

describe('the transaction', () => {
  const order = 'mutation ($id: ID) { createOrder(input: { id: $id, productId: "p", count: 1 }) { id } }';
  const takeFromStock: HookDefinitions = {
    Order: {
      beforeCreate: async ({ input, transaction, refuse }) => {
        const product = await transaction.get('Product', { id: input.productId });
        if (Number(product?.stock ?? 0) < Number(input.count)) refuse('Sold out', 'SoldOut');
        transaction.update('Product', { id: input.productId, stock: Number(product!.stock) - Number(input.count) });
        transaction.create('Ledger', { entry: `of-${input.id}`, text: 'sold' });
      },
    },
  };

  it('holds what was read until it is written, however many are at it', async () => {
    const { as, put } = await start(takeFromStock);
    await put({ Product: [{ id: 'p', stock: 3, ...times }] });
    const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => as('ann').graphql(order, { id: `o${i}` })));
    expect(answers.flatMap(({ errors }) => errors ?? []).map(({ errorType }) => errorType)).toEqual([
      'SoldOut',
      'SoldOut',
      'SoldOut',
    ]);
    const { data } = await as('ann').graphql(
      '{ getProduct(id: "p") { stock updatedAt } listOrders { items { id } } listLedgers { items { text } } }',
    );
    expect(data.getProduct).toEqual({ stock: 0, updatedAt: '2024-01-01T00:00:00.000Z' });
    expect([data.listOrders.items.length, data.listLedgers.items.length]).toEqual([3, 3]);
  });

  it('writes all or nothing', async () => {
    const { as, put } = await start(takeFromStock);
    await put({
      Product: [{ id: 'p', stock: 3, ...times }],
      Ledger: [{ entry: 'of-o1', text: 'taken', ...times }],
    });
    expect((await as('ann').graphql(order, { id: 'o1' })).errors?.[0]).toMatchObject({
      errorType: 'DynamoDB:ConditionalCheckFailedException',
      errorInfo: 'The create of Ledger by a hook was refused.',
    });
    const { data } = await as('ann').graphql('{ getProduct(id: "p") { stock } listOrders { items { id } } }');
    expect(data).toEqual({ getProduct: { stock: 3 }, listOrders: { items: [] } });
  });

  it('asks again when a record that was only read has changed', async () => {
    let asked = 0;
    const { as, put } = await start({
      Order: {
        beforeCreate: async ({ transaction }) => {
          asked += 1;
          await transaction.get('Product', { id: 'p' });
          // Somebody else is faster, once.
          if (asked === 1) await put({ Product: [{ id: 'p', stock: 1, ...times }] });
        },
      },
    });
    await put({ Product: [{ id: 'p', stock: 3, ...times }] });
    expect((await as('ann').graphql(order, { id: 'o1' })).data.createOrder).toEqual({ id: 'o1' });
    expect(asked).toBe(2);
  });

  it('tells subscribers of every record', async () => {
    const { as, put } = await start(takeFromStock);
    await put({ Product: [{ id: 'p', stock: 3, ...times }] });
    const subscription = await as('ann').subscribe('subscription { onUpdateProduct { id stock } }');
    await as('ann').graphql(order, { id: 'o1' });
    expect(await subscription.next()).toEqual({ data: { onUpdateProduct: { id: 'p', stock: 2 } } });
  });

  it('does not read more than an engine can hold to what it was', async () => {
    const { as, put } = await start({
      Order: {
        beforeCreate: async ({ transaction }) => {
          for (let i = 0; i < 100; i++) await transaction.get('Product', { id: `${i}` });
        },
      },
    });
    await put({ Product: Array.from({ length: 100 }, (_, i) => ({ id: `${i}`, stock: 1, ...times })) });
    await expect(as('ann').graphql(order, { id: 'o1' })).rejects.toThrow(/more than 99/);
  });

  it.each<[string, (write: BeforeWrite) => unknown, RegExp]>([
    ['the record itself', ({ input, transaction }) => transaction.update('Order', { id: input.id }), /it is about/],
    ['one record twice', ({ transaction }) => [1, 2].map(() => transaction.delete('Product', { id: 'p' })), /twice/],
    [
      'more than an engine takes',
      ({ transaction }) => Array.from({ length: 100 }, (_, i) => transaction.create('Product', { id: `${i}` })),
      /more than 99/,
    ],
  ])('does not take %s', async (_what, hook, problem) => {
    const { as } = await start({ Order: { beforeCreate: (write) => void hook(write) } });
    await expect(as('ann').graphql(order, { id: 'o1' })).rejects.toThrow(problem);
  });
});

describe('afterCommit', () => {
  it('hears of every change in order, with what was before, and holds nobody up', async () => {
    const heard: CommittedChange[] = [];
    const gate = Promise.withResolvers<void>();
    const { as } = await start({
      Note: {
        beforeUpdate: ({ input, refuse }) => (input.text === 'no' ? refuse('No') : undefined),
        afterCommit: async (change) => {
          await gate.promise;
          heard.push(change);
        },
      },
    });
    const { data } = await as('ann').graphql(createNote, { input: { id: 'n1', text: 'a' } });
    await as('ann').graphql(updateNote, { input: { id: 'n1', text: 'no' } });
    await as('ann').graphql(updateNote, { input: { id: 'n1', text: 'b' } });
    await as('ann').graphql(deleteNote, { id: 'n1' });
    expect(data.createNote.id).toBe('n1');
    expect(heard).toEqual([]);
    gate.resolve();
    await expect.poll(() => heard.length).toBe(3);
    const about = heard.map(({ kind, item, previous, identity }) => [
      kind,
      item?.text,
      previous?.text,
      identity?.username,
    ]);
    expect(about).toEqual([
      ['create', 'a', undefined, 'ann'],
      ['update', 'b', 'a', 'ann'],
      ['delete', undefined, 'b', 'ann'],
    ]);
  });

  it('hears of what other hooks wrote', async () => {
    const heard: unknown[] = [];
    const { as } = await start({
      '*': { afterCommit: ({ kind, model }) => void heard.push(`${kind} ${model}`) },
      Note: {
        beforeCreate: ({ input, transaction }) => transaction.create('Ledger', { entry: input.id, text: 'new' }),
      },
    });
    await as('ann').graphql(createNote, { input: { text: 'a' } });
    await expect.poll(() => heard).toEqual(['create Note', 'create Ledger']);
  });
});

describe('the definitions', () => {
  it('name models there are', async () => {
    await start({});
    await expect(createTestBackend({ sdl, hooks: { Nto: {}, Noet: {} } })).rejects.toMatchObject({
      code: 'hook-model-unknown',
    });
  });
});
