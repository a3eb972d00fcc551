/**
 * Measures what the builder's types cost the compiler, beside the official builder's, on the same data models:
 * `node bench/types/run.ts [fixture…]`. Both are used with the official client. "schema" only names the `ClientSchema`;
 * "used" calls create, update, get, list (with and without a selection set) and observeQuery of models.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Fixture, fixtures } from './fixtures.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache/preamp-bench-types');
const builders = { official: '@aws-amplify/data-schema', preamp: './dist/index.js' } as const;
const tsc = join(root, 'node_modules/typescript/bin/tsc');

interface Cost {
  readonly instantiations: number;
  readonly types: number;
  readonly memoryMB: number;
  readonly checkSeconds: number;
}

function calls({ used }: Fixture): string {
  const body = used
    .map(
      (model) => `
  {
    const input = {} as Schema['${model}']['createType'];
    const change = {} as Schema['${model}']['updateType'];
    const created = await client.models.${model}.create(input);
    const updated = await client.models.${model}.update(change);
    const one = await client.models.${model}.get({ id: '1' });
    const page = await client.models.${model}.list();
    const part = await client.models.${model}.list({ selectionSet: ['id', 'createdAt'] });
    client.models.${model}.observeQuery().subscribe({ next: ({ items }) => items[0]?.id });
    console.log(created.data?.id, updated.data?.id, one.data?.id, page.data[0]?.id, part.data[0]?.createdAt);
  }`,
    )
    .join('');
  return `import { generateClient } from 'aws-amplify/data';\nconst client = generateClient<Schema>();\nexport async function use() {${body}\n}\n`;
}

/** Emits the declarations that an installed package would have: both builders are then read, not checked. */
async function emitDeclarations(): Promise<void> {
  const project = join(folder, 'declarations.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    outDir: join(folder, 'dist'),
    rootDir: join(root, 'src'),
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions,
      include: [],
      files: [join(root, 'src/index.ts')],
    }),
  );
  await promisify(execFile)(process.execPath, [tsc, '-p', project]);
}

async function measure(name: string, text: string): Promise<Cost> {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, text);
  const project = join(folder, `${name}.json`);
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { types: [], module: 'esnext', moduleResolution: 'bundler', verbatimModuleSyntax: false },
      include: [],
      files: [file],
    }),
  );
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', project, '--extendedDiagnostics'], {
    maxBuffer: 1 << 26,
  }).catch((error: { stdout?: string }) => {
    throw new Error(`${name} does not compile:\n${error.stdout?.slice(0, 2000)}`);
  });
  const number = (label: string) => Number(new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1]);
  return {
    instantiations: number('Instantiations'),
    types: number('Types'),
    memoryMB: Math.round(number('Memory used') / 1024),
    checkSeconds: number('Check time'),
  };
}

const chosen = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
await emitDeclarations();
const rows: Record<string, string | number>[] = [];
for (const fixture of fixtures) {
  if (chosen.length > 0 && !chosen.includes(fixture.name)) continue;
  for (const mode of ['schema', 'used'] as const) {
    const costs = {} as Record<keyof typeof builders, Cost>;
    for (const [builder, source] of Object.entries(builders) as ['official' | 'preamp', string][]) {
      const head = `import { a, type ClientSchema } from '${source}';\n`;
      const text = `${head}${fixture.schema}export type Schema = ClientSchema<typeof schema>;\n`;
      const name = `${builder}-${fixture.name.replaceAll(/\W+/g, '-')}-${mode}`;
      const rest = mode === 'used' ? calls(fixture) : `export declare const entry: Schema['${fixture.used[0]}'];\n`;
      costs[builder] = await measure(name, text + rest);
    }
    const { official, preamp } = costs;
    rows.push({
      fixture: fixture.name,
      measured: mode,
      official: official.instantiations,
      preamp: preamp.instantiations,
      ratio: (preamp.instantiations / official.instantiations).toFixed(2),
      'types (official)': official.types,
      'types (preamp)': preamp.types,
      'check s (official)': official.checkSeconds,
      'check s (preamp)': preamp.checkSeconds,
      'MB (official)': official.memoryMB,
      'MB (preamp)': preamp.memoryMB,
    });
  }
}
console.table(rows);
