import * as v from 'valibot';
import { didYouMean } from '../../diagnostics/did-you-mean.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { configSchema, type PreampConfig } from './config-schema.ts';

/** Checks a configuration. Throws `config-invalid` with all problems but further unknown keys beside a first; values are never repeated. */
export function parseConfig(value: unknown, file: string): PreampConfig {
  const result = v.safeParse(configSchema, Array.isArray(value) ? null : value);
  if (result.success) return result.output;
  const problems = result.issues.map(describe);
  throw new PreampError('config-invalid', `${file} is not a valid configuration:\n  ${problems.join('\n  ')}`, {
    hint: 'Every setting is described in docs/reference/configuration.md.',
  });
}

type Issue = v.InferIssue<typeof configSchema>;

function describe(issue: Issue): string {
  const path = (v.getDotPath(issue) ?? '') || 'the configuration';
  const last = issue.path?.at(-1);
  if (issue.type === 'strict_object' && issue.expected === 'never' && last !== undefined) {
    const suggestion = didYouMean(String(last.key), knownKeys(issue)) ?? '';
    return `${path}: unknown setting. ${suggestion}`.trimEnd();
  }
  if (issue.received === 'undefined') return `${path}: is missing`;
  if (issue.kind === 'schema') return `${path}: must be ${expectation(issue.expected ?? '')}`;
  return `${path}: ${issue.message}`;
}

const plainWords: Readonly<Record<string, string>> = {
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
};

function expectation(expected: string): string {
  return plainWords[expected] ?? expected.replace(/^\((.*)\)$/, 'one of $1').replaceAll(' | ', ', ');
}

/** Keys of the object in which an unknown one was found. */
function knownKeys(issue: Issue): readonly string[] {
  let schema: SchemaNode = configSchema;
  for (const { key } of issue.path?.slice(0, -1) ?? []) {
    const node = unwrap(schema);
    schema = node.item ?? node.entries?.[String(key)] ?? node.value ?? { kind: 'schema' };
  }
  return Object.keys(unwrap(schema).entries ?? {});
}

/** What is read of the library's schemas: of objects, lists, maps and optional ones. */
interface SchemaNode {
  readonly kind: 'schema';
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
  readonly wrapped?: SchemaNode;
}

function unwrap(schema: SchemaNode): SchemaNode {
  return schema.wrapped === undefined ? schema : unwrap(schema.wrapped);
}
