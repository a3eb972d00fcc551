import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/cli/config/config-schema.ts';

describe('docs/reference/configuration.md', () => {
  it('lists every setting with its type and meaning, and no other', () => {
    const page = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(
      settings().map(
        ({ path, type, description, required }) =>
          `| \`${path}\` | ${type} | ${description}${required ? ' Required.' : ''} |`,
      ),
    );
  });

  it('shows a configuration that is valid', () => {
    const page = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
    const example = JSON.parse(/```json\n([^`]+)```/.exec(page)![1]!);
    expect(v.safeParse(configSchema, example).issues).toBeUndefined();
  });
});

/** One setting of the configuration file, as its reference page lists it. */
interface Setting {
  /** `limits.maxDepth`; `[]` stands for each entry of a list, `<name>` for each name of a map. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** Every setting, in the order of the schema. */
function settings(): readonly Setting[] {
  return settingsOf(configSchema, '');
}

/** What is read of the library's schemas. */
interface SchemaNode {
  readonly kind: 'schema';
  readonly type: string;
  readonly expects?: string | null;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
  readonly wrapped?: SchemaNode;
}

function settingsOf(schema: SchemaNode, prefix: string): readonly Setting[] {
  return Object.entries(schema.entries ?? {}).flatMap(([key, entry]) => {
    const inner = entry.wrapped ?? entry;
    const path = prefix + key;
    const setting = {
      path,
      type: typeOf(inner),
      required: entry.wrapped === undefined,
      description: descriptionOf(inner),
    };
    return [setting, ...settingsOf(inner, `${path}.`), ...elementsOf(inner, path)];
  });
}

function elementsOf(schema: SchemaNode, path: string): readonly Setting[] {
  if (schema.item !== undefined) return settingsOf(schema.item, `${path}[].`);
  if (schema.type === 'record' && schema.value !== undefined) return settingsOf(schema.value, `${path}.<name>.`);
  return [];
}

function typeOf(schema: SchemaNode): string {
  const title = v.getTitle(schema as unknown as Parameters<typeof v.getTitle>[0]);
  if (title !== undefined) return title;
  if (schema.item !== undefined) return `list of ${schema.item.entries ? 'objects' : typeOf(schema.item)}`;
  switch (schema.type) {
    case 'strict_object':
      return 'object';
    case 'record':
      return 'map';
    case 'picklist':
      return (schema.expects ?? '').replaceAll(/[()"]/g, '').replaceAll(' | ', ' or ');
    default:
      return schema.type;
  }
}

function descriptionOf(schema: SchemaNode): string {
  return v.getDescription(schema as unknown as Parameters<typeof v.getDescription>[0]) ?? '';
}
