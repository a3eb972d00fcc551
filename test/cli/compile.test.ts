import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadedModules } from './loaded-modules.ts';
import { createFolder, runPreamp } from './preamp-process.ts';

const cases = new URL('../conformance/cases/', import.meta.url).pathname;
const open = '@auth(rules: [{ allow: public }])';

const lines = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('preamp compile', () => {
  it('prints one line for each file, and returns 1 when one is invalid', async () => {
    const folder = createFolder({
      'good.graphql': `type Post @model ${open} { id: ID! }`,
      'bad.graphql': `type Post @model ${open} {\n  id: Strin\n}`,
    });
    const { code, out, err } = await runPreamp(
      folder,
      'compile',
      'good.graphql',
      'bad.graphql',
      'gone.graphql',
      '--json',
    );
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(lines(out)).toEqual([
      {
        file: 'good.graphql',
        ok: true,
        sdl: expect.stringContaining('createPost(condition: ModelPostConditionInput, input: CreatePostInput!): Post'),
        tables: [expect.objectContaining({ model: 'Post', keySchema: [{ name: 'id', type: 'S', keyType: 'HASH' }] })],
        diagnostics: [],
      },
      {
        file: 'bad.graphql',
        ok: false,
        sdl: null,
        tables: null,
        diagnostics: [
          expect.objectContaining({
            severity: 'error',
            name: 'SchemaValidationError',
            location: { file: 'bad.graphql', line: 2, column: 7, endLine: 2, endColumn: 12 },
          }),
        ],
      },
      {
        file: 'gone.graphql',
        ok: false,
        sdl: null,
        tables: null,
        diagnostics: [expect.objectContaining({ code: 'file-not-found' })],
      },
    ]);
  });

  it('compiles a Gen 2 resource file far from any node_modules', async () => {
    const folder = createFolder({ 'resource.ts': readFileSync(`${cases}gen2-relations/input.ts`, 'utf8') });
    const { code, out } = await runPreamp(folder, 'compile', 'resource.ts', '--json');
    expect(code).toBe(0);
    const tables = JSON.parse(readFileSync(`${cases}gen2-relations/tables.json`, 'utf8'));
    expect(lines(out)[0].tables).toEqual(tables);
  });

  it('takes the settings of the official compiler', async () => {
    const folder = createFolder();
    const file = `${cases}err-auth-missing-provider/input.graphql`;
    expect((await runPreamp(folder, 'compile', file)).code).toBe(0);
    const options = `${cases}err-auth-missing-provider/options.json`;
    expect((await runPreamp(folder, 'compile', file, '--options', options)).code).toBe(1);
  });

  it('joins the files of a folder, with extensions across them', async () => {
    const folder = createFolder({
      'schema/a.graphql': `type Post @model ${open} { id: ID! }\ntype Query { one: Int @function(name: "one") }`,
      'schema/deep/b.graphql': 'extend type Query { two: Int @function(name: "two") }',
    });
    const { out } = await runPreamp(folder, 'compile', 'schema', '--format', 'sdl');
    expect(out).toMatch(/one: Int/);
    expect(out).toMatch(/two: Int/);
  });

  it('shows people where a mistake is', async () => {
    const folder = createFolder({ 'a.graphql': `type Post @mode ${open} {\n  id: ID!\n}\n` });
    const { code, out, err } = await runPreamp(folder, 'compile', 'a.graphql');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^✖ .*Unknown directive "@mode"/);
    expect(err).toContain(
      [
        '  a.graphql:1:11',
        '',
        '    1 │ type Post @mode @auth(rules: [{ allow: public }]) {',
        '      │           ^^^^^',
        '    2 │   id: ID!',
      ].join('\n'),
    );
  });

  it('shows people where TypeScript is broken', async () => {
    const folder = createFolder({
      'resource.ts': "import { a } from '@aws-amplify/backend';\nexport const schema = a.schema({ Post: };\n",
    });
    const { code, err } = await runPreamp(folder, 'compile', 'resource.ts');
    expect(code).toBe(1);
    expect(err).toContain('  resource.ts:2:40\n');
    expect(err).toContain('    2 │ export const schema = a.schema({ Post: };\n');
  });

  it('prints the compiled data model', async () => {
    const folder = createFolder({ 'a.graphql': `type Post @model ${open} { id: ID! }` });
    const { out } = await runPreamp(folder, 'compile', 'a.graphql', '--format', 'ir');
    expect(JSON.parse(out)).toMatchObject({ kind: 'DataModel', models: [{ name: 'Post' }] });
  });

  it('loads neither a server nor a database', () => {
    const folder = createFolder({ 'a.graphql': `type Post @model ${open} { id: ID! }` });
    const loaded = loadedModules(folder, 'compile', 'a.graphql');
    expect(loaded.filter((path) => /node_modules\/(fastify|better-sqlite3|ws|jose|esbuild)\//.test(path))).toEqual([]);
    expect(loaded.some((path) => path.includes('node_modules/graphql/'))).toBe(true);
  });
});

describe('preamp generate schema', () => {
  it('ejects a Gen 2 schema as GraphQL that compiles to the same API', async () => {
    const folder = createFolder({
      'amplify/data/resource.ts': readFileSync(`${cases}gen2-secondary-indexes/input.ts`, 'utf8'),
    });
    const generated = await runPreamp(folder, 'generate', 'schema', '--out', 'schema.graphql');
    expect(generated).toEqual({ code: 0, out: '', err: 'File written: schema.graphql\n' });
    const [gen1, gen2] = lines((await runPreamp(folder, 'compile', 'schema.graphql', 'amplify', '--json')).out);
    expect(gen1.ok).toBe(true);
    expect(gen1.sdl).toBe(gen2.sdl);
    expect(gen1.tables).toEqual(gen2.tables);
  });
});
