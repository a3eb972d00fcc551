import { expect, it } from 'vitest';
import { createFolder, runPreamp, writeFiles } from './preamp-process.ts';

const schema = `
  type Query { echo(text: String): String @function(name: "echo") @auth(rules: [{ allow: private }]) }
  type Post @model @auth(rules: [{ allow: private, operations: [read] }, { allow: owner }]) {
    id: ID!
    title: String
    secret: String @auth(rules: [{ allow: owner }])
  }
  type Open @model(subscriptions: { level: public }) @auth(rules: [{ allow: owner }]) { id: ID! }
  type Closed @model { id: ID! }
`;

const text = `Closed

No rule admits anybody.

Open

role                                     fields  create  get     list    listen  update  delete
any caller with API_KEY                  id      -       -       -       all     -       -
owner (userPools, owner, sub::username)  id      record  record  record  -       record  record

Post

role                                     fields           create  get     list    listen  update  delete
owner (userPools, owner, sub::username)  id title secret  record  record  record  record  record  record
private (userPools)                      id title         -       all     all     all     -       -

Custom operations

operation   roles
Query.echo  private (userPools)

all: every record. record: records that name the caller. -: refused.
`;

it('prints who may do what, and compares it with a committed table', async () => {
  const folder = createFolder({ 'schema.graphql': schema });
  expect(await runPreamp(folder, 'auth', 'table')).toEqual({ code: 0, out: text, err: '' });
  const markdown = (await runPreamp(folder, 'auth', 'table', '--format', 'markdown')).out;
  expect(markdown).toContain(
    '| owner (userPools, owner, sub::username) | id title secret | record | record | record | record | record | record |',
  );
  const json = (await runPreamp(folder, 'auth', 'table', '--format', 'json')).out;
  expect(JSON.parse(json)).toMatchObject({
    models: [
      { model: 'Closed', rows: [] },
      { model: 'Open' },
      {
        model: 'Post',
        rows: [
          { role: 'owner (userPools, owner, sub::username)', fields: ['id', 'title', 'secret'] },
          {
            role: 'private (userPools)',
            fields: ['id', 'title'],
            rights: { get: 'all', list: 'all', listen: 'all' },
          },
        ],
      },
    ],
    operations: [{ operation: 'Query.echo', roles: ['private (userPools)'] }],
    unbound: [],
  });

  writeFiles(folder, { 'access.md': markdown, 'access.json': json });
  for (const file of ['access.md', 'access.json']) {
    const checked = await runPreamp(folder, 'auth', 'table', '--check', file);
    expect(checked).toEqual({ code: 0, out: '', err: `${file} is up to date.\n` });
  }
  writeFiles(folder, { 'schema.graphql': schema.replace('operations: [read]', 'operations: [get]') });
  const changed = await runPreamp(folder, 'auth', 'table', '--check', 'access.md');
  expect(changed).toEqual({
    code: 1,
    out: '- | private (userPools) | id title | - | all | all | all | - | - |\n+ | private (userPools) | id title | - | all | - | - | - | - |\n',
    err: 'access.md differs from the rules of the schema:\n',
  });
});

it('names callers that no rule binds', async () => {
  const folder = createFolder({
    'amplify/data/resource.ts': `
      import { a, defineData, defineFunction } from '@aws-amplify/backend';
      const worker = defineFunction({ name: 'worker', entry: './worker.ts' });
      const schema = a
        .schema({ Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]) })
        .authorization((allow) => [allow.resource(worker).to(['query'])]);
      export const data = defineData({ schema });`,
    'amplify/data/worker.ts': 'export const handler = async () => null;',
  });
  const { out } = await runPreamp(folder, 'auth', 'table', '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    unbound: [
      { caller: 'IAM principals outside the identity pool', boundBy: 'their policy' },
      { caller: 'function worker', boundBy: 'query' },
    ],
  });
});
