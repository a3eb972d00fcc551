#!/usr/bin/env node
// Plain JavaScript that any Node can parse: an old Node gets one sentence instead of a syntax error.
import { existsSync } from 'node:fs';

const major = Number(process.versions.node.split('.')[0]);
if (major < 22) {
  console.error(`preamp needs Node 22 or newer; this is Node ${process.versions.node}. Install a newer Node and try again.`);
  process.exit(1);
}
// The published package holds dist/; a checkout runs from source, through Node's type stripping.
const built = new URL('../dist/cli/main.js', import.meta.url);
const { main } = await import(existsSync(built) ? built.href : new URL('../src/cli/main.ts', import.meta.url).href);
await main(process.argv.slice(2));
