import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, runPreamp } from './preamp-process.ts';

it('preamp seed stores the same items for the same number, once', async () => {
  const folder = createFolder({
    'schema.graphql': 'type Post @model @auth(rules: [{ allow: owner }]) { id: ID! title: String! }',
  });
  const seed = () => runPreamp(folder, 'seed', '--seed', '5', '--count', '3', '--owner', '1::ann');
  expect(await seed()).toMatchObject({ code: 0, err: 'Post: 3 items\n' });
  await runPreamp(folder, 'export', 'a');
  await seed();
  await runPreamp(folder, 'export', 'b');
  const [a, b] = ['a', 'b'].map((name) => readFileSync(join(folder, name, 'Post.jsonl'), 'utf8'));
  expect(b).toBe(a);
  expect(a!.trimEnd().split('\n')).toHaveLength(3);
  expect(a).toContain('"owner":"1::ann"');
});
