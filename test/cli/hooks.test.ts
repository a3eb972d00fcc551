import { expect, it } from 'vitest';
import { createFolder, request, runPreamp, startPreamp } from './preamp-process.ts';

const schema = 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String slug: String }';
const config = (model: string) => `
  import { defineConfig, defineHooks } from 'preamp';
  export default defineConfig({
    hooks: defineHooks({
      ${model}: {
        beforeCreate: ({ input, refuse }) => (input.title === 'no' ? refuse('Not this one', 'Unwanted') : { slug: 's-' + input.title }),
        afterCommit: ({ kind, item }) => { console.log('after', kind, item.slug); },
      },
    }),
  });
`;

it('hooks of the configuration are asked before a write, and told after it', { timeout: 60_000 }, async () => {
  const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.ts': config('Post') });
  const preamp = await startPreamp(folder, '--data', ':memory:');
  const create = (title: string) =>
    request(preamp.ready.url, preamp.ready.apiKey, `mutation { createPost(input: { title: "${title}" }) { slug } }`);
  expect(await create('a')).toEqual({ data: { createPost: { slug: 's-a' } } });
  expect(await create('no')).toMatchObject({
    data: { createPost: null },
    errors: [{ message: 'Not this one', errorType: 'Unwanted' }],
  });
  await preamp.until(/^after create s-a$/m);
  await preamp.stop();
  expect(preamp.out()).not.toContain('s-no');
});

it('hooks about no model are refused at the start', { timeout: 60_000 }, async () => {
  const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.ts': config('Postt') });
  const { code, err } = await runPreamp(folder, 'start', '--port', '0', '--data', ':memory:');
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining("There are hooks for 'Postt', which is no model."),
  });
  expect(err).toContain("Did you mean 'Post'?");
});
