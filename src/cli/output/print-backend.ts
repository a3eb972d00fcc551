import type { DataModel, Model } from '../../ir/data-model.ts';
import type { ServedBackend } from '../serve/serve-backend.ts';
import { displayPath } from './display-path.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

/** More models than this are counted, not listed. */
const mostListed = 12;

/** Says what a sandbox made and where it is. */
export function printBackend(
  terminal: Terminal,
  served: ServedBackend,
  model: DataModel,
  files: { readonly data: string | null; readonly outputs: string | null },
): void {
  const { out, style } = terminal;
  const { server, apiKey, userPool } = served;
  out(`\n  ${style('bold', 'Preamp sandbox')}\n`);
  printModels(terminal, model);
  const rows: [string, string][] = [
    ['GraphQL', style('cyan', server.graphqlUrl)],
    ['Real time', style('cyan', server.realtimeUrl)],
  ];
  if (apiKey !== null) rows.push(['API key', `${apiKey.key}${expiry(apiKey.expiresAt, style)}`]);
  if (userPool !== null) rows.push(['User pool', userPool.settings.userPoolId]);
  rows.push(['Data', files.data === null ? 'in memory' : displayPath(files.data)]);
  if (files.outputs !== null) rows.push(['Outputs', displayPath(files.outputs)]);
  for (const [label, value] of rows) out(`  ${style('dim', label.padEnd(10))} ${value}`);
  out('');
}

function printModels({ out, style }: Terminal, model: DataModel): void {
  const { models, operations } = model;
  const width = Math.max(0, ...models.map(({ name }) => name.length));
  for (const each of models.slice(0, mostListed)) {
    out(`  ${style('bold', each.name.padEnd(width))}  ${style('dim', rootFields(each).join(' '))}`);
  }
  if (models.length > mostListed) out(`  and ${models.length - mostListed} more models`);
  if (operations.length > 0) {
    const names = operations.map(({ parent, name }) => `${parent}.${name}`);
    out(`  ${style('dim', names.slice(0, mostListed).join(' '))}`);
    if (names.length > mostListed) out(`  and ${names.length - mostListed} more custom operations`);
  }
  out('');
}

function rootFields(model: Model): readonly string[] {
  const { get, list, search, create, update, delete: remove, onCreate, onUpdate, onDelete } = model.operations;
  const queries = model.indexes.map((index) => index.queryField);
  return [get, list, search, ...queries, create, update, remove, ...onCreate, ...onUpdate, ...onDelete].filter(
    (name) => name !== null,
  );
}

function expiry(expiresAt: number | null, style: Style): string {
  if (expiresAt === null) return '';
  return style('dim', `  expires ${new Date(expiresAt * 1000).toISOString().slice(0, 10)}`);
}
