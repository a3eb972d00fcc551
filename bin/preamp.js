#!/usr/bin/env node
// Plain JavaScript that any Node can parse: an old Node gets one sentence instead of a syntax error.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  console.error(
    `preamp needs Node 22 or newer; this is Node ${process.versions.node}. Install a newer Node and try again.`,
  );
  process.exit(1);
}
// A checkout runs from source, through Node's type stripping; the published package holds dist/ and no source.
const source = new URL('../src/cli/main.ts', import.meta.url);
// Compiled code is kept between runs, which saves about a seventh of the work of starting.
nodeModule.enableCompileCache?.();
const { main } = await import(existsSync(source) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href);
await main(process.argv.slice(2));
