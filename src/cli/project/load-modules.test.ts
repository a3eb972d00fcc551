import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModules } from './load-modules.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'load-module-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Loads in a Node of its own: the test runner has its own way with stacks. */
function loadOutside(path: string): unknown {
  const code = `import { loadModules } from ${JSON.stringify(new URL('./load-modules.ts', import.meta.url).href)};
    console.log(JSON.stringify(await loadModules([${JSON.stringify(join(root, path))}])));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }));
}

const load = (path: string) => loadModules([join(root, path)]);

describe('loadModules', () => {
  it('reads TypeScript, its imports and JSON, and names exactly the files it read', async () => {
    write({
      'a.ts': "import { b } from './b'; import c from './c.json'; export const sum: number = b + c.c;",
      'b.ts': 'export const b = 1 as number;',
      'c.json': '{"c":2}',
      'd.ts': 'export const unread = 1;',
    });
    const loaded = await load('a.ts');
    expect(loaded.ok && loaded.exports[0]).toEqual({ sum: 3 });
    expect(loaded.files.map((file) => relative(root, file)).sort()).toEqual(['a.ts', 'b.ts', 'c.json']);
  });

  it('reads several modules as one: what both import exists once', async () => {
    write({
      'a.ts': "import { shared } from './c'; export const a = shared;",
      'b.ts': "import { shared } from './c'; export const b = shared;",
      'c.ts': 'export const shared = {};',
    });
    const loaded = await loadModules([join(root, 'a.ts'), join(root, 'b.ts')]);
    expect(loaded.ok && loaded.exports[0]!.a === loaded.exports[1]!.b).toBe(true);
  });

  it('leaves nothing beside the module', async () => {
    write({ 'a.ts': 'export const a = 1;' });
    await load('a.ts');
    expect(readdirSync(root)).toEqual(['a.ts']);
  });

  it('sees a file as it is now, not as it was', async () => {
    write({ 'a.ts': 'export const a = 1;' });
    await load('a.ts');
    write({ 'a.ts': 'export const a = 2;' });
    const loaded = await load('a.ts');
    expect(loaded.ok && loaded.exports[0]).toEqual({ a: 2 });
  });

  it('makes cloud-only packages inert', async () => {
    write({
      'a.ts': [
        "import * as cdk from 'aws-cdk-lib';",
        "import Table, { BillingMode } from 'aws-cdk-lib/aws-dynamodb';",
        'class Stack extends cdk.Stack { size = 1; }',
        'const stack = new Stack();',
        'stack.tags.add("a", BillingMode.PAY).set(cdk.Duration.days(3));',
        'for (const _ of cdk.list) throw new Error();',
        'export const size = stack.size;',
        'export const found = (cdk.Duration.days(3) as unknown) instanceof Stack;',
        'export const text = String(Table);',
      ].join('\n'),
    });
    const loaded = await load('a.ts');
    expect(loaded).toMatchObject({
      ok: true,
      exports: [{ size: 1, found: false, text: '[aws-cdk-lib/aws-dynamodb]' }],
      inert: ['aws-cdk-lib', 'aws-cdk-lib/aws-dynamodb'],
    });
  });

  it('keeps the place of a file in a bundle', async () => {
    write({
      'a.ts': "export * from './deep/b';",
      'deep/b.ts':
        'export const url = import.meta.url; export const folder = __dirname; export const o = { __dirname: 1 };',
    });
    const loaded = await load('a.ts');
    expect(loaded.ok && loaded.exports[0]).toMatchObject({
      url: pathToFileURL(join(root, 'deep/b.ts')).href,
      folder: join(root, 'deep'),
    });
  });

  it('shows callers the stack of the source', () => {
    write({ 'a.ts': 'type A = 1;\n\nexport const stack: string = new Error("x").stack!;' });
    expect(loadOutside('a.ts')).toMatchObject({
      exports: [{ stack: expect.stringContaining(`${join(root, 'a.ts')}:3:`) }],
    });
  });

  it('bundles CommonJS packages that require modules of Node', async () => {
    write({
      'a.ts': "import { join } from 'joiner'; export const path = join('a', 'b');",
      'node_modules/joiner/package.json': '{"name":"joiner","main":"index.js"}',
      'node_modules/joiner/index.js': "const { posix } = require('path'); exports.join = posix.join;",
    });
    const loaded = await load('a.ts');
    expect(loaded.ok && loaded.exports[0]).toEqual({ path: 'a/b' });
  });

  it('reports a syntax error with its place, counted in characters', async () => {
    write({ 'a.ts': "const é = 'é';\nconst ü = 'ü'; export const q = = 1;" });
    expect(await load('a.ts')).toMatchObject({
      ok: false,
      files: [join(root, 'a.ts')],
      diagnostics: [
        {
          code: 'typescript-syntax',
          message: 'Unexpected "=".',
          location: { file: join(root, 'a.ts'), line: 2, column: 33, endLine: 2, endColumn: 34 },
        },
      ],
    });
  });

  it.each([
    ['a.strng()', `Did you mean 'string'?`],
    ['a.string().requird()', `Did you mean 'required'?`],
    ['[1].nothing()', null],
  ])('names the builder function that was meant: %s', async (field, hint) => {
    write({ 'a.ts': `import { a } from '@aws-amplify/backend';\nexport const f = ${field};` });
    expect(await load('a.ts')).toMatchObject({ ok: false, diagnostics: [{ code: 'module-failed', hint }] });
  });

  it('says what to write where the syntax lacks one piece', async () => {
    write({ 'a.ts': 'export const a = 1 2;' });
    expect(await load('a.ts')).toMatchObject({ diagnostics: [{ hint: "Write ';' here." }] });
  });

  it('reports an import that leads nowhere, and where it could lead', async () => {
    write({ 'a.ts': "import { b } from './b';\nexport const a = b;" });
    const loaded = await load('a.ts');
    expect(loaded).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'module-not-found', message: "Cannot find './b'.", location: { line: 1, column: 19 } }],
    });
    expect(!loaded.ok && loaded.missing).toContain(join(root, 'b.ts'));
  });

  it('reports a package that is not installed, and how to install it', async () => {
    write({ 'a.ts': "import { b } from '@scope/pkg/part';\nexport const a = b;" });
    expect(await load('a.ts')).toMatchObject({
      ok: false,
      diagnostics: [{ hint: "Install it with 'npm install @scope/pkg', or remove the import." }],
    });
  });

  it('places an exception where the code that threw it stands', () => {
    write({
      'a.ts': "import { boom } from './b';\nexport const a = boom();",
      'b.ts': 'type B = 1;\n\nexport function boom(): number {\n  throw new RangeError("too much");\n}',
    });
    expect(loadOutside('a.ts')).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'module-failed',
          name: 'RangeError',
          message: 'too much',
          location: { file: join(root, 'b.ts'), line: 4, column: 9 },
        },
      ],
    });
  });
});
