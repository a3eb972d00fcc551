import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Three hundred models whose relations go round: what makes compilers say "excessively deep and possibly infinite". */

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache/preamp-cyclic-types');
const count = 300;

/** Model i has many of the next models, and belongs to those before; with `span` 2 every second step can go two ways. */
function schemaOf(span: number): string {
  const models = Array.from({ length: count }, (_, index) => {
    const relations = Array.from({ length: span }, (_, step) => {
      const next = (index + step + 1) % count;
      const before = (index + count - step - 1) % count;
      return `many${step}: a.hasMany('Model${next}', 'ref${step}Id'), ref${step}Id: a.id(), one${step}: a.belongsTo('Model${before}', 'ref${step}Id'),`;
    });
    return `  Model${index}: a.model({ title: a.string().required(), rank: a.integer(), ${relations.join(' ')} }),`;
  });
  return [
    "import { a, type ClientSchema } from '../../../src/index.ts';",
    `const schema = a.schema({\n${models.join('\n')}\n}).authorization((allow) => [allow.publicApiKey()]);`,
    'export type Schema = ClientSchema<typeof schema>;',
  ].join('\n');
}

function calls(schema: string, client: string): string {
  return `${client}
import type { Schema } from './${schema}';
export async function use(): Promise<void> {
  await client.models.Model0.create({ title: 'x' });
  const page = await client.models.Model150.list({ filter: { title: { beginsWith: 'x' } } });
  page.data[0]!.title satisfies string;
  client.models.Model299.observeQuery().subscribe({ next: ({ items }) => items[0]?.rank });
  const { data } = await client.models.Model0.get({ id: '1' });
  const second = (await data!.many0()).data[0]!;
  (await (await second.many0()).data[0]!.one0()).data!.title satisfies string;
  const selectionSet = ['id', 'many0.many0.title', 'one0.one0.rank'] as const;
  const part = await client.models.Model0.list({ selectionSet });
  part.data[0]!.many0[0]!.many0[0]!.title satisfies string;
  part.data[0]!.one0!.one0!.rank satisfies number | null;
  // @ts-expect-error: not selected
  part.data[0]!.title;
}
`;
}

const own =
  "import { generateClient } from '../../../src/client/index.ts';\nconst client = generateClient<Schema>({ outputs: {} });";
const official = "import { generateClient } from 'aws-amplify/data';\nconst client = generateClient<Schema>();";
const files: Readonly<Record<string, string>> = {
  'ring.ts': schemaOf(1),
  'dense.ts': schemaOf(2),
  'ring-own.ts': calls('ring.ts', own),
  'ring-official.ts': calls('ring.ts', official),
  'dense-own.ts': calls('dense.ts', own),
};

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['TypeScript 7', 'typescript', ['ring-own.ts', 'ring-official.ts', 'dense-own.ts']],
  // With the official client there: `bench/types` compiles it.
  ['TypeScript 5.9', 'typescript-5.9', ['ring-own.ts']],
])(
  '%s takes 300 models with cyclic relations',
  async (_, name, programs) => {
    const project = join(folder, `${name}.json`);
    const compilerOptions = { module: 'esnext', moduleResolution: 'bundler' };
    writeFileSync(
      project,
      JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, include: [], files: programs }),
    );
    const run = promisify(execFile)(process.execPath, [join(root, 'node_modules', name, 'bin/tsc'), '-p', project]);
    expect(
      await run.then(
        ({ stdout }) => stdout,
        (failed: { stdout: string }) => failed.stdout,
      ),
    ).toBe('');
  },
  240_000,
);
