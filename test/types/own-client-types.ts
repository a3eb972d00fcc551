/**
 * Checked by the compiler, never run: `preamp/client` over the data model of `own-schema.ts`, row by row of the client's
 * reference, beside what `client-schema-types.ts` does with the official client.
 */
import { generateClient, type SelectionSet } from '../../src/client/index.ts';
import { check, type Equal } from './equal.ts';
import type { OwnSchema } from './own-schema.ts';

const client = generateClient<OwnSchema>({ outputs: {} });

export async function methods(): Promise<void> {
  const { data: team, errors, extensions } = await client.models.Team.get({ id: '1' });
  check<[Equal<NonNullable<typeof team>['name'], string>, Equal<NonNullable<typeof team>['owner'], string | null>]>();
  errors?.[0]?.errorType satisfies string | null | undefined;
  extensions satisfies unknown;
  await client.models.Team.create({ name: 'x', geos: [{ lat: 1 }], st: 'A', l: [], jr: {} });
  // @ts-expect-error: a required field is missing
  await client.models.Team.create({ name: 'x' });
  // @ts-expect-error: timestamps are not written
  await client.models.Prof.create({ updatedAt: 'now' });
  await client.models.Prof.create({ createdAt: 'now' });
  await client.models.Team.update({ id: '1', n: null });
  // @ts-expect-error: the key is missing
  await client.models.Team.update({ n: null });
  // @ts-expect-error: a required field may be left out, and not emptied
  await client.models.Team.update({ id: '1', name: null });
  (await client.models.Team.delete({ id: '1' })).data?.name satisfies string | undefined;
  // @ts-expect-error: keys only
  await client.models.Team.delete({ id: '1', name: 'x' });
  await client.models.Tri.get({ p: 'x', q: 1, r: '2020-01-01T00:00:00Z' });
  // @ts-expect-error: a part of the key is missing
  await client.models.Tri.get({ p: 'x', q: 1 });
}

export async function lists(): Promise<void> {
  const page = await client.models.Team.list({ limit: 3, nextToken: null, filter: { name: { beginsWith: 'x' } } });
  page.nextToken satisfies string | null | undefined;
  page.data[0]?.name satisfies string | undefined;
  await client.models.Tri.list({ p: 'x', qR: { eq: { q: 1, r: 'y' } }, sortDirection: 'DESC' });
  // @ts-expect-error: conditions of the sort key are about its fields
  await client.models.Tri.list({ p: 'x', qR: { eq: { z: 1 } } });
  // @ts-expect-error: a page has a number of items
  await client.models.Team.list({ limit: '3' });
  // @ts-expect-error: not a field
  await client.models.Team.list({ filter: { nope: { eq: 1 } } });
  await client.models.Team.listTeamByName({ name: 'x' });
  await client.models.Team.byName({ name: 'x', nKind: { beginsWith: { n: 1 } } }, { limit: 2, sortDirection: 'ASC' });
  await client.models.Team.listTeamByStAndN({ st: 'B', n: { gt: 3 } });
  // @ts-expect-error: the partition key is missing
  await client.models.Team.listTeamByStAndN({ n: { gt: 3 } });
  // @ts-expect-error: not a value of the enum
  await client.models.Team.listTeamByStAndN({ st: 'C' });
  // @ts-expect-error: no such index
  await client.models.Team.listTeamByKind({ kind: 'x' });
}

export async function relations(): Promise<void> {
  const { data: team } = await client.models.Team.get({ id: '1' });
  const members = await team!.members({ limit: 3, nextToken: null });
  members.data[0]!.q satisfies number;
  members.nextToken satisfies string | null | undefined;
  (await members.data[0]!.team()).data?.geos satisfies { lat: number }[] | undefined;
  (await members.data[0]!.prof()).data?.a satisfies string | null | undefined;
  const { data: selected } = await client.models.Team.get({ id: '1' }, { selectionSet: ['id', 'members.p'] });
  selected!.members[0]!.p satisfies string;
  // @ts-expect-error: what was selected is plain
  selected!.members();
  // @ts-expect-error: and cannot be changed
  selected!.id = '2';
  const paths = ['name', 'members.q', 'geo.*'] as const;
  const one = {} as SelectionSet<OwnSchema['Team'], typeof paths>;
  one.members[0]!.q satisfies number;
  one.geo?.lat satisfies number | undefined;
  // @ts-expect-error: a custom type needs a field of its own
  await client.models.Team.list({ selectionSet: ['geo'] });
  // @ts-expect-error: not a path
  await client.models.Team.list({ selectionSet: ['members.nope'] });
}

export function events(): void {
  client.models.Team.onCreate({ filter: { name: { in: ['x'] } } }).subscribe(({ name }) => name satisfies string);
  client.models.Team.onUpdate().subscribe({ next: (changed) => changed.name satisfies string, error: () => {} });
  client.models.Team.onDelete({ selectionSet: ['st'] }).subscribe({ next: ({ st }) => st satisfies 'A' | 'B' });
  client.models.Team.observeQuery({ filter: { n: { gt: 1 } }, selectionSet: ['id', 'name'] }).subscribe({
    next: ({ items, isSynced }) => {
      items[0]?.name satisfies string | undefined;
      isSynced satisfies boolean;
      // @ts-expect-error: not selected
      items[0]?.st;
    },
  });
  // @ts-expect-error: a page is what a list has
  client.models.Team.observeQuery({ limit: 3 });
  // @ts-expect-error: disabled
  client.models.Member.update;
  // @ts-expect-error: disabled with all subscriptions
  client.models.Member.onCreate;
  // @ts-expect-error: needs subscriptions
  client.models.Member.observeQuery;
}

export async function operations(): Promise<void> {
  const echoed = await client.queries.echo({ m: 'x', g: { lat: 1 }, l: [1, null] }, { authMode: 'userPool' });
  echoed.data?.name satisfies string | undefined;
  // @ts-expect-error: a required argument is missing
  await client.queries.echo({});
  // @ts-expect-error: not the type of the argument
  await client.queries.echo({ m: 1 });
  (await client.queries.plain()).data satisfies string | null | undefined;
  (await client.queries.plain({ authMode: 'apiKey', headers: { a: 'b' } })).data satisfies string | null | undefined;
  (await client.mutations.inl()).data?.ok satisfies boolean | undefined;
  (await client.mutations.asy({ i: '1' })).data satisfies { success: boolean } | null | undefined;
  client.subscriptions.sub().subscribe({ next: (geo) => geo.lat satisfies number });
  client.enums.Status.values() satisfies ('A' | 'B')[];
  client.enums.TeamKind.values() satisfies ('x' | 'y')[];
  // @ts-expect-error: no such enum
  client.enums.Kind;
  // @ts-expect-error: a mutation
  client.queries.asy;
}

export async function calls(): Promise<void> {
  const promise = client.models.Team.list({ headers: async ({ method, url }) => ({ [method]: url }) });
  client.cancel(promise, 'enough') satisfies boolean;
  await promise.catch((reason: unknown) => client.isCancelError(reason) satisfies boolean);
  client.close();
  generateClient<OwnSchema>({ endpoint: 'http://localhost/graphql', authMode: 'apiKey', apiKey: 'k' });
  // @ts-expect-error: not a mode
  generateClient<OwnSchema>({ outputs: {}, authMode: 'password' });
}
