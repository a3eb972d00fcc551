import { afterEach, expect, test } from 'vitest';
import { poolIds, type StartedBackend, startBackend } from './start-backend.ts';

let started: StartedBackend;

afterEach(() => started.close());

interface Response {
  readonly data: Readonly<Record<string, { readonly owner: string } | null>>;
  readonly errors?: readonly { readonly errorType: string }[];
}

/** Who has given a record away is its owner no more: checked with the write, or several would get it. */
test('of several writers that give the same record away at once, one succeeds', async () => {
  started = await startBackend('type Deed @model @auth(rules: [{ allow: owner }]) { id: ID! owner: String }');
  const { admin } = started.userPool;
  await admin.createUser({ name: 'ann@example.com', password: 'Passw0rd!', attributes: { email: 'ann@example.com' } });
  const { AccessToken } = await admin.issueTokens('ann@example.com', { clientId: poolIds.clientId });
  const send = async (query: string) => {
    const response = await fetch(started.server.graphqlUrl, {
      method: 'POST',
      headers: { authorization: AccessToken },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as Response;
  };
  const heirs = ['bob', 'carol', 'dave', 'erin', 'frank', 'grace'];
  for (let round = 0; round < 10; round += 1) {
    const id = `deed-${round}`;
    await send(`mutation { createDeed(input: { id: "${id}" }) { owner } }`);
    const answers = await Promise.all([
      ...heirs.map((heir) => send(`mutation { updateDeed(input: { id: "${id}", owner: "${heir}" }) { owner } }`)),
      send(`mutation { deleteDeed(input: { id: "${id}" }) { owner } }`),
    ]);
    const refused = answers.filter(({ errors }) => errors !== undefined);
    expect(refused.flatMap(({ errors = [] }) => errors.map(({ errorType }) => errorType))).toEqual(
      Array.from({ length: heirs.length }, () => 'Unauthorized'),
    );
  }
  // In one document, mutations take turns: the second finds what the first has left.
  await send('mutation { createDeed(input: { id: "own" }) { owner } }');
  expect(
    await send(`mutation {
      first: updateDeed(input: { id: "own", owner: "bob" }) { owner }
      second: updateDeed(input: { id: "own", owner: "carol" }) { owner }
    }`),
  ).toMatchObject({ data: { first: { owner: 'bob' }, second: null }, errors: [{ errorType: 'Unauthorized' }] });
});
