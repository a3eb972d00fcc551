import { expect, it } from 'vitest';
import { createWorld, fieldError, scenarios } from './harness.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Folder @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String!
    parentId: ID
    parent: Folder @belongsTo(references: ["parentId"])
    folders: [Folder] @hasMany(references: ["parentId"])
    files: [File] @hasMany(indexName: "byFolder", fields: ["id"])
  }
  type File @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    folderId: ID @index(name: "byFolder", sortKeyFields: ["size"])
    size: Int
    kind: String
    tags: [Tag] @hasMany(references: ["fileId"])
    owner: User! @hasOne(fields: ["userId"])
    userId: ID!
  }
  type Tag @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    fileId: ID
    file: File @belongsTo(references: ["fileId"])
  }
  type User @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    place: Place
    places: [Place!]
  }
  type Place { city: String! street: Street! }
  type Street { name: String! }
`;
const seed = {
  Folder: [
    { id: 'r', name: 'root' },
    { id: 'a', name: 'a', parentId: 'r' },
    { id: 'b', name: 'b', parentId: 'r' },
    { id: 'c', name: 'c', parentId: 'a' },
  ],
  File: [
    ...[1, 2, 3].map((size) => ({ id: `a${size}`, folderId: 'a', size, kind: size === 2 ? 'x' : 'y', userId: 'u' })),
    ...[4, 5].map((size) => ({ id: `b${size}`, folderId: 'b', size, kind: 'y', userId: 'u' })),
  ],
  Tag: ['a1', 'a2', 'a3', 'b5'].map((fileId) => ({ id: `t-${fileId}`, text: fileId, fileId })),
  User: [{ id: 'u' }],
};
const files = (...ids: string[]) => ({ items: ids.map((id) => ({ id })) });

scenarios('arguments of nested lists (runtime.md 6.2)', { schema }, [
  {
    title: 'filter, limit, sortDirection and key condition hold at each level, for each parent',
    seed,
    query: `{ listFolders(filter: { parentId: { eq: "r" } }, limit: 2) { items {
      id
      last: files(sortDirection: DESC, limit: 1) { items { id } }
      small: files(size: { le: 4 }) { items { id } }
      y: files(filter: { kind: { eq: "y" } }, limit: 2) { items { id tags(filter: { text: { beginsWith: "a" } }) { items { text } } } }
    } } }`,
    order: 'engine',
    response: {
      data: {
        listFolders: {
          items: [
            {
              id: 'a',
              last: files('a3'),
              small: files('a1', 'a2', 'a3'),
              y: {
                items: [
                  { id: 'a1', tags: { items: [{ text: 'a1' }] } },
                  { id: 'a3', tags: { items: [{ text: 'a3' }] } },
                ],
              },
            },
            {
              id: 'b',
              last: files('b5'),
              small: files('b4'),
              y: {
                items: [
                  { id: 'b4', tags: { items: [] } },
                  { id: 'b5', tags: { items: [] } },
                ],
              },
            },
          ],
        },
      },
    },
  },
  {
    title: 'a model leads to itself, up and down',
    order: 'engine',
    seed,
    query:
      '{ getFolder(id: "r") { parent { id } folders { items { id parent { name } folders { items { id parent { parent { id } } } } } } } }',
    response: {
      data: {
        getFolder: {
          parent: null,
          folders: {
            items: [
              {
                id: 'a',
                parent: { name: 'root' },
                folders: { items: [{ id: 'c', parent: { parent: { id: 'r' } } }] },
              },
              { id: 'b', parent: { name: 'root' }, folders: { items: [] } },
            ],
          },
        },
      },
    },
  },
  ...(
    [
      [
        'limit: 0',
        'DynamoDB:DynamoDbException',
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1 (Service: DynamoDb, Status Code: 400, Request ID: request-1)",
        null,
      ],
      ['filter: { kind: { between: "x" } }', 'Unrecognized Filter', 'Unable to process the filter expression', null],
      [
        'size: { ge: 1, le: 2 }',
        'InvalidArgumentsError',
        'Argument size must specify at most one key condition operation.',
        null,
      ],
      [
        'nextToken: "forged"',
        'InvalidArgumentsError',
        'The nextToken does not belong to this query.',
        'Pass the nextToken of the previous page with the same arguments, or none to start at the first page.',
      ],
    ] as const
  ).map(([argument, errorType, message, errorInfo]) => ({
    title: `a wrong argument is told for each parent, at its path: ${argument}`,
    seed,
    order: 'engine' as const,
    query: `{ getFolder(id: "r") { id folders { items { files(${argument}) { items { id } } } } } }`,
    response: {
      data: { getFolder: { id: 'r', folders: { items: [{ files: null }, { files: null }] } } },
      errors: [0, 1].map((index) =>
        fieldError(['getFolder', 'folders', 'items', index, 'files'], errorType, message, { column: 45, errorInfo }),
      ),
    },
  })),
]);

const nulled = (path: readonly (string | number)[], type: string, parent: string) => ({
  path,
  locations: null,
  message: `Cannot return null for non-nullable type: '${type}' within parent '${parent}' (${path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `/${step}`))
    .join('')})`,
});

scenarios('null where none may be (runtime.md 1.3)', { schema }, [
  {
    title: 'rises through required fields to the nearest nullable one',
    seed: { User: [{ id: 'u', place: { city: 'Rome', street: { name: null } } }] },
    query: '{ u: getUser(id: "u") { id p: place { city s: street { n: name } } } }',
    response: {
      data: { u: { id: 'u', p: null } },
      errors: [nulled(['u', 'p', 's', 'n'], 'String', 'Street')],
    },
  },
  {
    title: 'makes the list null whose elements are required',
    seed: {
      User: [
        {
          id: 'u',
          places: [
            { city: 'Rome', street: { name: 'Via' } },
            { city: null, street: { name: 'x' } },
          ],
        },
      ],
    },
    query: '{ getUser(id: "u") { id places { city } } }',
    response: {
      data: { getUser: { id: 'u', places: null } },
      errors: [nulled(['getUser', 'places', 1, 'city'], 'String', 'Place')],
    },
  },
  {
    title: 'is told once for a field that is selected twice',
    seed: { Folder: [{ id: 'r' }] },
    query: '{ getFolder(id: "r") { name ...F } } fragment F on Folder { name }',
    response: {
      data: { getFolder: null },
      errors: [nulled(['getFolder', 'name'], 'String', 'Folder')],
    },
  },
  {
    title: 'in a child leaves its siblings, two levels down',
    needs: 'orderedScan',
    seed: { ...seed, File: [...seed.File, { id: 'a9', folderId: 'a', size: 9, kind: 'y', userId: 'gone' }] },
    query:
      '{ getFolder(id: "r") { folders(limit: 1) { items { files(filter: { size: { ge: 3 } }) { items { id owner { id } } } } } } }',
    response: {
      data: {
        getFolder: { folders: { items: [{ files: { items: [{ id: 'a3', owner: { id: 'u' } }, null] } }] } },
      },
      errors: [nulled(['getFolder', 'folders', 'items', 0, 'files', 'items', 1, 'owner'], 'User', 'File')],
    },
  },
]);

it('tokens lead on at two levels at once', async () => {
  const world = await createWorld({ schema });
  await world.seed({ ...seed, Folder: seed.Folder.filter(({ id }) => id !== 'b'), File: seed.File.slice(0, 3) });
  const query = `query ($folder: String, $file: String) {
    getFolder(id: "r") { folders(limit: 1, nextToken: $folder) { nextToken items { files(limit: 2, nextToken: $file) { nextToken items { id } } } } }
  }`;
  type Answer = {
    data: {
      getFolder: {
        folders: { nextToken: string | null; items: { files: { nextToken: string | null; items: unknown[] } }[] };
      };
    };
  };
  const ask = async (variables: Readonly<Record<string, unknown>>) =>
    ((await world.send({ query, variables })) as Answer).data.getFolder.folders;
  const first = await ask({});
  expect(first).toEqual({
    nextToken: null,
    items: [{ files: { nextToken: expect.any(String), items: [{ id: 'a1' }, { id: 'a2' }] } }],
  });
  expect(await ask({ file: first.items[0]!.files.nextToken })).toEqual({
    nextToken: null,
    items: [{ files: { nextToken: null, items: [{ id: 'a3' }] } }],
  });
  await world.close();
});

it('a relation holds 100 items for each parent unless asked for more', async () => {
  const world = await createWorld({ schema });
  await world.seed({
    Folder: [{ id: 'r', name: 'r' }],
    File: Array.from({ length: 130 }, (_, size) => ({ id: `${size}`, folderId: 'r', size, userId: 'u' })),
  });
  const count = async (args: string) => {
    const { data } = (await world.send({
      query: `{ getFolder(id: "r") { files${args} { items { size } nextToken } } }`,
    })) as {
      data: { getFolder: { files: { items: { size: number }[]; nextToken: string | null } } };
    };
    const { items, nextToken } = data.getFolder.files;
    return [items.length, items.at(-1)?.size, nextToken !== null];
  };
  expect(await count('')).toEqual([100, 99, true]);
  expect(await count('(limit: 130)')).toEqual([130, 129, false]);
  await world.close();
});
