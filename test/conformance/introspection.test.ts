import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { compile } from '../../src/compiler/compile.ts';
import { readCaseFile } from './case-files.ts';

/** What the official generator makes of a case's SDL, one file for each. */
const folder = join(import.meta.dirname, 'introspection');

describe('the introspection is the official one', () => {
  test.each(readdirSync(folder).map((file) => file.replace('.json', '')))('of %s', (name) => {
    const text = readCaseFile(name, 'input.graphql') ?? readCaseFile(name, 'transformed.graphql');
    const { model } = compile([{ file: 'schema.graphql', text: text! }]);
    const official: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
    const ours: unknown = JSON.parse(JSON.stringify(modelIntrospection(model!)));
    expect(normal(ours)).toEqual(normal(official));
  });
});

const defaultProviders: Readonly<Record<string, string>> = {
  public: 'apiKey',
  private: 'userPools',
  custom: 'function',
};
const readOperations = ['get', 'list', 'listen', 'search', 'sync'];

/**
 * Levels what the official generator takes from the source's spelling and clients never read: whether a default provider
 * was written, the order and grouping of operations, and whether an index without a query says so.
 */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  const record = Object.fromEntries(entries.map(([key, member]) => [key, normal(member)]));
  if (typeof record.allow === 'string' && Array.isArray(record.operations)) {
    const { allow, operations } = record as { allow: string; operations: string[] };
    record.provider = record.provider ?? defaultProviders[allow];
    record.operations = operations.flatMap((each) => (each === 'read' ? readOperations : [each])).sort();
  }
  if (typeof record.name === 'string' && Array.isArray(record.fields)) record.queryField ??= null;
  return record;
}
