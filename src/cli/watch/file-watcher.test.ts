import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileWatcher, type FileWatcher } from './file-watcher.ts';

let root: string;
let watcher: FileWatcher;
let changes: string[][];

const at = (path: string) => join(root, path);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'watcher-'));
  changes = [];
  watcher = createFileWatcher(async (files) => {
    changes.push(files.map((file) => relative(root, file)));
  });
});

afterEach(() => {
  watcher.close();
  rmSync(root, { recursive: true });
});

function watch(files: readonly string[], folders: readonly string[] = []): void {
  watcher.set({ files: files.map(at), folders: folders.map(at) });
}

const reported = (expected: readonly (readonly string[])[]) =>
  expect.poll(() => changes, { interval: 10, timeout: 3000 }).toEqual(expected);

describe('createFileWatcher', () => {
  it('reports a write, and a replacement by another file, again and again', async () => {
    writeFileSync(at('a.ts'), '1');
    watch(['a.ts']);
    writeFileSync(at('a.ts'), '2');
    await reported([['a.ts']]);
    for (const text of ['3', '4']) {
      changes.length = 0;
      writeFileSync(at('.a.ts.tmp'), text);
      renameSync(at('.a.ts.tmp'), at('a.ts'));
      await reported([['a.ts']]);
    }
  });

  it('does not report other files of the folder', async () => {
    writeFileSync(at('a.ts'), '1');
    watch(['a.ts']);
    writeFileSync(at('b.ts'), '1');
    await wait(150);
    expect(changes).toEqual([]);
  });

  it('reports files that appear, also in folders that appear', async () => {
    watch(['b.ts', 'deep/c.ts']);
    writeFileSync(at('b.ts'), '1');
    await reported([['b.ts']]);
    changes.length = 0;
    mkdirSync(at('deep'));
    await reported([['deep']]);
  });

  it('notices a folder that is replaced by another', async () => {
    mkdirSync(at('x'));
    writeFileSync(at('x/a.ts'), '1');
    watch(['x/a.ts']);
    renameSync(at('x'), at('y'));
    mkdirSync(at('x'));
    writeFileSync(at('x/a.ts'), '2');
    watch(['x/a.ts']);
    changes.length = 0;
    writeFileSync(at('x/a.ts'), '3');
    await reported([['x/a.ts']]);
  });

  it('reports GraphQL files that appear in a listed folder', async () => {
    watch([], ['.']);
    writeFileSync(at('new.graphql'), '1');
    writeFileSync(at('notes.md'), '1');
    await reported([['new.graphql']]);
  });

  it('reports what was saved between being read and being watched', async () => {
    writeFileSync(at('a.ts'), '1');
    writeFileSync(at('b.ts'), '1');
    await wait(60);
    const readAt = Date.now();
    writeFileSync(at('b.ts'), '2');
    watcher.set({ files: [at('a.ts'), at('b.ts')], folders: [] }, readAt);
    await reported([['b.ts']]);
  });

  it('reports one save once, whatever tells of it again', async () => {
    writeFileSync(at('a.ts'), '1');
    watch(['a.ts', 'b.ts']);
    writeFileSync(at('a.ts'), '2');
    await reported([['a.ts']]);
    changes.length = 0;
    watcher.set({ files: [at('a.ts'), at('b.ts')], folders: [] }, 0);
    writeFileSync(at('b.ts'), '1');
    await reported([['b.ts']]);
  });

  it('stops reporting what is no longer watched', async () => {
    mkdirSync(at('x'));
    writeFileSync(at('x/a.ts'), '1');
    watch(['x/a.ts']);
    watch(['b.ts']);
    writeFileSync(at('x/a.ts'), '2');
    writeFileSync(at('b.ts'), '2');
    await reported([['b.ts']]);
  });
});
