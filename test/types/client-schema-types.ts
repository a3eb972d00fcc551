import { generateClient, type SelectionSet } from 'aws-amplify/data';
import { a, type ClientSchema } from '../../src/index.ts';
import { check, type Equal } from './equal.ts';
import type { OfficialSchema } from './official-schema.ts';
import type { OwnSchema } from './own-schema.ts';

/* The same data model gives the same types as with the official builder. */

type Data<T> = { [K in keyof T as T[K] extends (...parameters: never[]) => unknown ? never : K]: T[K] };

type Same<
  Model extends 'Team' | 'Member' | 'Prof' | 'Tri',
  Part extends 'type' | 'createType' | 'updateType' | 'deleteType' | 'identifier' | 'nestedTypes',
> = Equal<Data<OfficialSchema[Model][Part]>, Data<OwnSchema[Model][Part]>>;

check<
  [
    Same<'Team', 'type'>,
    Same<'Team', 'createType'>,
    Same<'Team', 'updateType'>,
    Same<'Team', 'deleteType'>,
    Same<'Team', 'identifier'>,
    Same<'Team', 'nestedTypes'>,
    Same<'Member', 'type'>,
    Same<'Member', 'createType'>,
    Same<'Member', 'updateType'>,
    Same<'Member', 'deleteType'>,
    Same<'Prof', 'type'>,
    Same<'Prof', 'createType'>,
    Same<'Prof', 'updateType'>,
    Same<'Tri', 'type'>,
    Same<'Tri', 'createType'>,
    Same<'Tri', 'identifier'>,
    Equal<keyof OfficialSchema['Team']['type'], keyof OwnSchema['Team']['type']>,
    Equal<keyof OfficialSchema['Member']['type'], keyof OwnSchema['Member']['type']>,
    Equal<OfficialSchema['Member']['secondaryIndexes'], unknown>,
    Equal<OfficialSchema['Tri']['__meta']['listOptionsPkParams'], OwnSchema['Tri']['__meta']['listOptionsPkParams']>,
    Equal<
      OfficialSchema['Member']['__meta']['disabledOperations'],
      OwnSchema['Member']['__meta']['disabledOperations']
    >,
    Equal<keyof OfficialSchema['Team']['__meta']['flatModel'], keyof OwnSchema['Team']['__meta']['flatModel']>,
    Equal<keyof OfficialSchema['Team']['secondaryIndexes'], keyof OwnSchema['Team']['secondaryIndexes']>,
    Equal<OfficialSchema['echo']['args'], OwnSchema['echo']['args']>,
    Equal<OfficialSchema['plain']['args'], OwnSchema['plain']['args']>,
    Equal<OfficialSchema['plain']['type'], OwnSchema['plain']['type']>,
    Equal<OfficialSchema['inl']['type'], OwnSchema['inl']['type']>,
    Equal<OfficialSchema['asy']['type'], OwnSchema['asy']['type']>,
    Equal<OfficialSchema['sub']['type'], OwnSchema['sub']['type']>,
    Equal<OfficialSchema['sub']['operationType'], OwnSchema['sub']['operationType']>,
    Equal<OfficialSchema['asy']['__entityType'], OwnSchema['asy']['__entityType']>,
  ]
>();

/* The official client takes it. */

const client = generateClient<OwnSchema>();

export async function use(): Promise<void> {
  const { data: team } = await client.models.Team.get({ id: '1' });
  check<[Equal<NonNullable<typeof team>['name'], string>, Equal<NonNullable<typeof team>['owner'], string | null>]>();
  const members = await team!.members({ limit: 3 });
  members.data[0]!.q satisfies number;
  (await members.data[0]!.team()).data!.geos satisfies { lat: number }[];

  await client.models.Team.create({ name: 'x', geos: [{ lat: 1 }], st: 'A', l: [], jr: {} });
  // @ts-expect-error: a required field is missing
  await client.models.Team.create({ name: 'x' });
  // @ts-expect-error: timestamps are not written
  await client.models.Prof.create({ updatedAt: 'now' });
  await client.models.Prof.create({ createdAt: 'now' });
  await client.models.Team.update({ id: '1', n: null });
  // @ts-expect-error: the key is missing
  await client.models.Team.update({ n: null });
  await client.models.Tri.get({ p: 'x', q: 1, r: '2020-01-01T00:00:00Z' });
  // @ts-expect-error: a part of the key is missing
  await client.models.Tri.get({ p: 'x', q: 1 });
  await client.models.Tri.list({ p: 'x', qR: { eq: { q: 1, r: 'y' } }, sortDirection: 'DESC' });

  await client.models.Team.list({ filter: { or: [{ name: { beginsWith: 'x' } }, { n: { between: [1, 2] } }] } });
  // @ts-expect-error: not a field
  await client.models.Team.list({ filter: { nope: { eq: 1 } } });
  await client.models.Team.listTeamByName({ name: 'x' });
  await client.models.Team.byName({ name: 'x', nKind: { beginsWith: { n: 1 } } });
  await client.models.Team.listTeamByStAndN({ st: 'B', n: { gt: 3 } });
  // @ts-expect-error: no such index
  await client.models.Team.listTeamByKind({ kind: 'x' });

  const { data } = await client.models.Team.list({ selectionSet: ['id', 'geo.*', 'members.prof.id', 'members.p'] });
  data[0]!.id satisfies string;
  data[0]!.geo?.lat satisfies number | undefined;
  data[0]!.members[0]!.prof.id satisfies string;
  // @ts-expect-error: not selected
  data[0]!.name;
  // @ts-expect-error: not a path
  await client.models.Team.list({ selectionSet: ['members.nope'] });
  const paths = ['name', 'members.q'] as const;
  const one = {} as SelectionSet<OwnSchema['Team'], typeof paths>;
  one.members[0]!.q satisfies number;

  // @ts-expect-error: disabled
  client.models.Member.update;
  // @ts-expect-error: disabled
  client.models.Member.onCreate;
  client.models.Team.onUpdate().subscribe({ next: (changed) => changed.name satisfies string });
  client.models.Team.observeQuery().subscribe({ next: ({ items, isSynced }) => [items[0]?.st, isSynced] });

  const echoed = await client.queries.echo({ m: 'x', g: { lat: 1 } });
  echoed.data?.name satisfies string | undefined;
  // @ts-expect-error: a required argument is missing
  await client.queries.echo({});
  (await client.queries.plain()).data satisfies string | null;
  (await client.mutations.asy({ i: '1' })).data satisfies { success: boolean } | null;
  client.subscriptions.sub().subscribe({ next: (geo) => geo.lat satisfies number });
  client.enums.Status.values() satisfies ('A' | 'B')[];
  client.enums.TeamKind.values() satisfies ('x' | 'y')[];
}

/* Functions. */

export const handler: OwnSchema['echo']['functionHandler'] = async (event) => {
  event.arguments.m satisfies string;
  return null;
};
// @ts-expect-error: a result of another type
export const wrong: OwnSchema['plain']['functionHandler'] = async () => 1;

/* An index without a query adds no method, and none that was never declared. */

const silent = a
  .schema({
    Note: a.model({ text: a.string() }).secondaryIndexes((index) => [index('text').queryField(null)]),
  })
  .authorization((allow) => allow.owner());
check<[Equal<keyof ClientSchema<typeof silent>['Note']['secondaryIndexes'], never>]>();

/* Combined schemas, and how deep a selection set may go. */

const authors = a
  .schema({ Author: a.model({ name: a.string(), books: a.hasMany('Book', 'authorId') }) })
  .authorization((allow) => allow.owner());
const books = a
  .schema({ Book: a.model({ authorId: a.id(), author: a.belongsTo('Author', 'authorId') }) })
  .authorization((allow) => allow.publicApiKey());
const combined = a.combine([authors, books]);
type Both = ClientSchema<typeof combined>;
check<
  [
    Equal<keyof Both, 'Author' | 'Book'>,
    Equal<keyof Both['Author']['type'], 'id' | 'name' | 'books' | 'owner' | 'createdAt' | 'updatedAt'>,
    Equal<keyof Both['Book']['type'], 'id' | 'authorId' | 'author' | 'createdAt' | 'updatedAt'>,
    Equal<
      keyof ClientSchema<typeof combined, { selectionSetDepth: 0 }>['Book']['__meta']['flatModel'],
      'id' | 'authorId' | 'createdAt' | 'updatedAt'
    >,
  ]
>();
