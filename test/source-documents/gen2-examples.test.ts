import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { print } from 'graphql';
import { expect, test } from 'vitest';
import { loadModules } from '../../src/cli/project/load-modules.ts';
import { compile } from '../../src/compiler/compile.ts';
import { readBackendDefinition } from '../../src/schema/define/read-backend-definition.ts';

/** The files of the tutorial "Setting Up Your Data Backend", and a front end that uses its types. */
const app = resolve(import.meta.dirname, '../fixtures/gen2-app');

test('the tutorial compiles, and its types know the model', () => {
  const tsc = resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
  const run = () => execFileSync(process.execPath, [tsc, '-p', app], { encoding: 'utf8', stdio: 'pipe' });
  expect(run).not.toThrow();
});

test('the tutorial lowers to what it describes', async () => {
  const loaded = await loadModules([join(app, 'amplify/backend.ts')]);
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const { source, settings, auth, ignored } = readBackendDefinition(loaded.exports, loaded.collected);
  if ('text' in source) throw new Error('not a document');
  expect(print(source.document)).toBe(`type Post @model @auth(rules: [{ allow: private, operations: [read] }]) {
  caption: String
  email: String
  userId: String
  date: String
  imagePath: String
}`);
  expect([settings.defaultAuthMode, auth?.kind, ignored]).toEqual(['AMAZON_COGNITO_USER_POOLS', 'defined', []]);

  const { model, diagnostics } = compile([source], { settings });
  expect(diagnostics).toEqual([]);
  const [post] = model!.models;
  expect(post?.operations).toEqual({
    get: 'getPost',
    list: 'listPosts',
    search: null,
    create: 'createPost',
    update: 'updatePost',
    delete: 'deletePost',
    onCreate: ['onCreatePost'],
    onUpdate: ['onUpdatePost'],
    onDelete: ['onDeletePost'],
  });
  expect(post?.rules).toEqual([
    {
      kind: 'AuthRule',
      allow: 'private',
      provider: 'userPools',
      operations: ['get', 'list', 'search', 'listen', 'sync'],
    },
  ]);
});
