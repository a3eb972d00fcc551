/**
 * Measures what the builder's types cost the compiler, beside the official builder's, on the same data models and with
 * both compilers that projects use: `npm run bench:types [fixture…]`. Both builders are used with the official client;
 * the third column is ours with `preamp/client`. "schema" only names the `ClientSchema`; "used" calls create, update, get,
 * list (with and without a selection set) and observeQuery of models. A run of everything writes `README.md`.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Fixture, fixtures } from './fixtures.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache/preamp-bench-types');
const variants = {
  official: {
    builder: '@aws-amplify/data-schema',
    client: "import { generateClient } from 'aws-amplify/data';\nconst client = generateClient<Schema>();",
  },
  preamp: {
    builder: './dist/index.js',
    client: "import { generateClient } from 'aws-amplify/data';\nconst client = generateClient<Schema>();",
  },
  own: {
    builder: './dist/index.js',
    client:
      "import { generateClient } from './dist/client/index.js';\nconst client = generateClient<Schema>({ outputs: {} });",
  },
} as const;
type Variant = keyof typeof variants;
const compilers = [
  { title: 'TypeScript 5.9', package: 'typescript-5.9' },
  { title: 'TypeScript 7.0', package: 'typescript' },
] as const;
const tscOf = (name: string) => join(root, 'node_modules', name, 'bin/tsc');

interface Cost {
  readonly instantiations: number;
  readonly types: number;
  readonly memoryMB: number;
  readonly checkSeconds: number;
}

function calls({ used, selection = ['id', 'createdAt'] }: Fixture, client: string): string {
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
    const part = await client.models.${model}.list({ selectionSet: ${JSON.stringify(selection).replaceAll('"', "'")} });
    client.models.${model}.observeQuery().subscribe({ next: ({ items }) => items[0]?.id });
    console.log(created.data?.id, updated.data?.id, one.data?.id, page.data[0]?.id, part.data[0]?.id);
  }`,
    )
    .join('');
  return `${client}\nexport async function use() {${body}\n}\n`;
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
      files: [join(root, 'src/index.ts'), join(root, 'src/client/index.ts')],
    }),
  );
  await promisify(execFile)(process.execPath, [tscOf('typescript'), '-p', project]);
}

async function measure(name: string, text: string, compiler: string): Promise<Cost> {
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
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [tscOf(compiler), '-p', project, '--extendedDiagnostics'],
    {
      maxBuffer: 1 << 26,
    },
  ).catch((error: { stdout?: string }) => {
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

interface Row {
  readonly fixture: Fixture;
  readonly mode: 'schema' | 'used';
  readonly costs: Readonly<Record<Variant, Cost>>;
}

async function measureRow(fixture: Fixture, mode: Row['mode'], compiler: string): Promise<Row> {
  const costs = {} as Record<Variant, Cost>;
  for (const variant of Object.keys(variants) as Variant[]) {
    // Naming a schema is the same work whichever client it is for.
    if (mode === 'schema' && variant === 'own') {
      costs.own = costs.preamp;
      continue;
    }
    const { builder, client } = variants[variant];
    const head = `import { a, type ClientSchema } from '${builder}';\n`;
    const text = `${head}${fixture.schema}export type Schema = ClientSchema<typeof schema>;\n`;
    const name = `${variant}-${fixture.name.replaceAll(/\W+/g, '-')}-${mode}`;
    const rest =
      mode === 'used' ? calls(fixture, client) : `export declare const entry: Schema['${fixture.used[0]}'];\n`;
    costs[variant] = await measure(name, text + rest, compiler);
  }
  return { fixture, mode, costs };
}

const thousands = (value: number) => value.toLocaleString('en');

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ fixture, mode, costs: { official, preamp, own } }) => {
    const ratio = (cost: Cost) => (cost.instantiations / official.instantiations).toFixed(2);
    return `| ${fixture.name} | ${mode} | ${thousands(official.instantiations)} | ${thousands(preamp.instantiations)} | ${ratio(preamp)} | ${thousands(own.instantiations)} | ${ratio(own)} | ${official.checkSeconds} → ${preamp.checkSeconds} | ${official.memoryMB} → ${preamp.memoryMB} |`;
  });
  return [
    '| models | measured | official | preamp | ratio | preamp/client | ratio | check s | MB |',
    '|---|---|--:|--:|--:|--:|--:|--:|--:|',
    ...lines,
  ].join('\n');
}

const chosen = process.argv.slice(2);
const selected = fixtures.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
mkdirSync(folder, { recursive: true });
await emitDeclarations();
const sections: string[] = [];
const excess: string[] = [];
for (const compiler of compilers) {
  const rows: Row[] = [];
  for (const fixture of selected) {
    for (const mode of ['schema', 'used'] as const) {
      const row = await measureRow(fixture, mode, compiler.package);
      rows.push(row);
      const { official, preamp, own } = row.costs;
      if (Math.max(preamp.instantiations, own.instantiations) * 2 > official.instantiations) {
        excess.push(`${compiler.title}: ${fixture.name}, ${mode}`);
      }
    }
  }
  sections.push(`## ${compiler.title}\n\n${tableOf(rows)}`);
  console.log(`${sections.at(-1)}\n`);
}
if (chosen.length === 0) writeFileSync(join(import.meta.dirname, 'README.md'), readme());
for (const row of excess) console.error(`More than half of the official instantiations: ${row}`);
process.exitCode = excess.length > 0 ? 1 : 0;

function readme(): string {
  const about = fixtures.map(({ name, about }) => `- **${name}**: ${about}.`).join('\n');
  return `# What the types cost

Written by \`npm run bench:types\`; it fails when a row takes more than half of the official instantiations.

Instantiations that the compiler counts for one file (\`--extendedDiagnostics\`), with \`@aws-amplify/data-schema\` and the
official client, with our builder and the official client, and with our builder and \`preamp/client\`. All three read
declarations, as from installed packages. "schema" names one entry of the \`ClientSchema\`; "used" calls create, update,
get, list with and without a selection set, and observeQuery. Counts repeat exactly; seconds of checking do not.

${about}

${sections.join('\n\n')}
`;
}
