import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { discoverProject, type ProjectSource, sourceAt } from './discover-project.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'discover-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function touch(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
}

function shown(source: ProjectSource): unknown {
  const path = (file: string | null) => file && relative(root, file);
  return source.kind === 'module'
    ? [path(source.entry), path(source.auth)]
    : { files: source.files.map(path), folder: path(source.folder) };
}

describe('discoverProject', () => {
  it.each<[string, readonly string[], unknown]>([
    [
      'a Gen 2 backend',
      ['amplify/backend.ts', 'amplify/data/resource.ts', 'schema.graphql'],
      ['amplify/backend.ts', null],
    ],
    ['a JavaScript backend', ['amplify/backend.mjs'], ['amplify/backend.mjs', null]],
    ['a lone data resource', ['amplify/data/resource.ts'], ['amplify/data/resource.ts', null]],
    [
      'a data resource and its sign-in',
      ['amplify/data/resource.ts', 'amplify/auth/resource.ts'],
      ['amplify/data/resource.ts', 'amplify/auth/resource.ts'],
    ],
    ['a schema file', ['schema.graphql', 'src/queries.graphql'], { files: ['schema.graphql'], folder: null }],
    [
      'a Gen 1 API',
      ['amplify/backend/api/blog/schema.graphql', 'amplify/backend/api/blog/build/schema.graphql'],
      { files: ['amplify/backend/api/blog/schema.graphql'], folder: null },
    ],
    [
      'a Gen 1 API in several files',
      ['amplify/backend/api/blog/schema/b.graphql', 'amplify/backend/api/blog/schema/a.graphql'],
      {
        files: ['amplify/backend/api/blog/schema/a.graphql', 'amplify/backend/api/blog/schema/b.graphql'],
        folder: 'amplify/backend/api/blog/schema',
      },
    ],
    [
      'a schema folder',
      ['schema/schema.graphql', 'schema/deep/b.graphql', 'schema/notes.md'],
      { files: ['schema/deep/b.graphql', 'schema/schema.graphql'], folder: 'schema' },
    ],
  ])('finds %s', (_, files, expected) => {
    touch(...files);
    expect(shown(discoverProject(root))).toEqual(expected);
  });

  it('says where it looked', () => {
    expect(() => discoverProject(root)).toThrow(expect.objectContaining({ code: 'project-not-found' }));
  });

  it('asks for a choice between APIs', () => {
    touch('amplify/backend/api/a/schema.graphql', 'amplify/backend/api/b/schema.graphql');
    expect(() => discoverProject(root)).toThrow(expect.objectContaining({ code: 'project-ambiguous' }));
  });
});

describe('sourceAt', () => {
  it.each<[string, readonly string[], string, unknown]>([
    ['a file', ['a/x.graphql'], 'a/x.graphql', { files: ['a/x.graphql'], folder: null }],
    ['a module', ['a/model.ts'], 'a/model.ts', ['a/model.ts', null]],
    ['an app', ['app/amplify/backend.ts'], 'app', ['app/amplify/backend.ts', null]],
    ['an amplify folder', ['app/amplify/data/resource.ts'], 'app/amplify', ['app/amplify/data/resource.ts', null]],
    [
      'a Gen 1 API',
      ['api/schema.graphql', 'api/build/schema.graphql', 'api/resolvers/x.vtl'],
      'api',
      { files: ['api/schema.graphql'], folder: null },
    ],
    [
      'a folder of files',
      ['s/b.graphql', 's/schema.graphql'],
      's',
      { files: ['s/b.graphql', 's/schema.graphql'], folder: 's' },
    ],
    ['a folder of folders', ['s/x/b.gql'], 's', { files: ['s/x/b.gql'], folder: 's' }],
  ])('takes %s', (_, files, path, expected) => {
    touch(...files);
    expect(shown(sourceAt(join(root, path)))).toEqual(expected);
  });

  it.each([
    ['nothing', 'gone.graphql', 'file-not-found'],
    ['an empty folder', '.', 'project-not-found'],
  ])('refuses %s', (_, path, code) => {
    expect(() => sourceAt(join(root, path))).toThrow(expect.objectContaining({ code }));
  });
});
