import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diagnosticCodes } from './diagnostic-codes.ts';

test('docs/reference/diagnostics.md lists every code with its severity, and no other', () => {
  const text = readFileSync(new URL('../../docs/reference/diagnostics.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (error|warning) \| \S.* \| \S.* \|$/gm)];
  const documented = rows.map(([, code, severity]) => `${code} ${severity}`);
  const known = Object.entries(diagnosticCodes).map(([code, { severity }]) => `${code} ${severity}`);
  expect(documented.toSorted()).toEqual(known.toSorted());
});
