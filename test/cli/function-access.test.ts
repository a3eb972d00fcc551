import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, request, runPreamp, startPreamp } from './preamp-process.ts';

const resource = `
  import { a, defineData, defineFunction } from '@aws-amplify/backend';
  export const reader = defineFunction({ name: 'reader', entry: './reader.ts', timeoutSeconds: 15 });
  export const stranger = defineFunction({ name: 'stranger', entry: './stranger.ts', timeoutSeconds: 15 });
  const schema = a
    .schema({
      Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]),
      everyNote: a.query().returns(a.string().array()).authorization((allow) => [allow.publicApiKey()])
        .handler(a.handler.function(reader)),
      write: a.query().returns(a.string()).authorization((allow) => [allow.publicApiKey()])
        .handler(a.handler.function(reader)),
      strange: a.query().returns(a.string()).authorization((allow) => [allow.publicApiKey()])
        .handler(a.handler.function(stranger)),
    })
    .authorization((allow) => [allow.resource(reader).to(['query'])]);
  export const data = defineData({
    schema,
    authorizationModes: { defaultAuthorizationMode: 'userPool', apiKeyAuthorizationMode: { expiresInDays: 7 } },
  });
`;

/** As the documentation of Amplify has it. */
const reader = `
  import { getAmplifyDataClientConfig } from '@aws-amplify/backend/function/runtime';
  import { env } from '$amplify/env/reader';
  import { Amplify } from 'aws-amplify';
  import { generateClient } from 'aws-amplify/data';

  const { resourceConfig, libraryOptions } = await getAmplifyDataClientConfig(env);
  Amplify.configure(resourceConfig, libraryOptions);
  const client = generateClient();

  export const handler = async (event) => {
    if (event.info?.fieldName === 'write' || event.fieldName === 'write') {
      try {
        const { errors } = await client.models.Note.create({ text: 'c' });
        return errors[0].errorType ?? errors[0].message;
      } catch (error) {
        return String(error?.errors?.[0]?.message ?? error);
      }
    }
    const { data, errors } = await client.models.Note.list();
    if (errors) throw new Error(JSON.stringify(errors));
    return data.map((note) => note.text).sort();
  };
`;

const stranger = `
  import { getAmplifyDataClientConfig } from '@aws-amplify/backend/function/runtime';
  import { env } from '$amplify/env/stranger';
  export const handler = () => getAmplifyDataClientConfig(env).catch((error) => error.message + Object.keys(env).filter((key) => /SECRET|TOKEN/.test(key)));
`;

it('a handler calls the API back with the unmodified client, within what allow.resource grants it', {
  timeout: 60_000,
}, async () => {
  const folder = createFolder({
    'amplify/data/resource.ts': resource,
    'amplify/data/reader.ts': reader,
    'amplify/data/stranger.ts': stranger,
  });
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  const { ready } = await startPreamp(folder);
  for (const [name, text] of [
    ['ann@example.com', 'a'],
    ['bob@example.com', 'b'],
  ] as const) {
    await runPreamp(folder, 'users', 'add', name, '--password', 'Secret-12345');
    const authorization = (await runPreamp(folder, 'users', 'token', name)).out.trim();
    const query = `mutation { createNote(input: { text: "${text}" }) { id } }`;
    await fetch(ready.url, { method: 'POST', headers: { authorization }, body: JSON.stringify({ query }) });
  }
  // Nobody's key, token or rule lets a caller see both; the function's own credential does.
  expect(await request(ready.url, ready.apiKey, '{ everyNote }')).toEqual({ data: { everyNote: ['a', 'b'] } });
  expect(await request(ready.url, ready.apiKey, '{ write }')).toEqual({
    data: { write: expect.stringMatching(/not authorized|Unauthorized/i) },
  });
  expect(await request(ready.url, ready.apiKey, '{ everyNote }')).toEqual({ data: { everyNote: ['a', 'b'] } });
  expect(await request(ready.url, ready.apiKey, '{ strange }')).toEqual({
    data: { strange: 'This function has no access to the API. Grant it in the schema: allow.resource(fn).' },
  });
});
