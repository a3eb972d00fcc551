import { expect, it } from 'vitest';
import { createFolder, startPreamp } from './preamp-process.ts';

const files = {
  'schema.graphql': `type Event @model @auth(rules: [{ allow: custom }]) {
    id: ID!
    name: String
    secret: String
  }`,
  'gate.ts': `export const handler = async ({ authorizationToken }: { authorizationToken: string }) => ({
    isAuthorized: authorizationToken.startsWith('let-me-in'),
    deniedFields: authorizationToken === 'let-me-in-halfway' ? ['Event.secret'] : [],
    resolverContext: {},
    ttlOverride: 0,
  });`,
  'preamp.config.json': JSON.stringify({
    functions: { gate: { entry: './gate.ts' } },
    authorization: { lambdaAuthorizer: { function: 'gate' } },
  }),
};

it('a function of the project decides who comes in, and which fields they do not see', async () => {
  const { ready, stop } = await startPreamp(createFolder(files), '--data', ':memory:');
  const send = async (authorization: string, query: string) => {
    const response = await fetch(ready.url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: await response.json() };
  };
  const create = 'mutation { createEvent(input: { id: "e1", name: "n", secret: "s" }) { id } }';
  expect(await send('let-me-in', create)).toEqual({ status: 200, body: { data: { createEvent: { id: 'e1' } } } });
  const get = '{ getEvent(id: "e1") { name secret } }';
  expect(await send('let-me-in', get)).toEqual({
    status: 200,
    body: { data: { getEvent: { name: 'n', secret: 's' } } },
  });
  expect(await send('let-me-in-halfway', get)).toMatchObject({
    status: 200,
    body: {
      data: { getEvent: { name: 'n', secret: null } },
      errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access secret on type Event' }],
    },
  });
  expect(await send('somebody-else', get)).toMatchObject({
    status: 401,
    body: { errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }] },
  });
  await stop();
});
