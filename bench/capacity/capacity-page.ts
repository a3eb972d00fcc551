import { readFileSync, writeFileSync } from 'node:fs';
import { itemBytes } from './blog.ts';
import type { Measurement } from './measure-capacity.ts';

const page = new URL('../../docs/reference/dynamodb-capacity.md', import.meta.url);
const [begin, end] = ['<!-- capacity: written by npm run bench:capacity -->\n', '<!-- /capacity -->'];

/** What the items weigh, and the table, one line for each operation. */
export function capacityTable(measurements: readonly Measurement[]): string {
  const sizes = Object.entries(itemBytes).map(([model, bytes]) => `${model} ${bytes}`);
  return [
    `Bytes of an item: ${sizes.join(', ')}.`,
    '',
    '| operation | requests | read units | with `consistentReads: false` | write units |',
    '|---|---|--:|--:|--:|',
    ...measurements.map(({ title, requests, readUnits, eventualReadUnits, writeUnits }) => {
      const sent = Object.entries(requests).map(([name, count]) => (count === 1 ? name : `${count} ${name}`));
      return `| ${title} | ${sent.join(', ') || 'none'} | ${readUnits} | ${eventualReadUnits} | ${writeUnits} |`;
    }),
    '',
  ].join('\n');
}

/** The same as the page has it. */
export function readCapacityTable(): string {
  const { text, from, to } = locate();
  return text.slice(from, to);
}

/** Puts it in the place of the page's. */
export function writeCapacityTable(table: string): void {
  const { text, from, to } = locate();
  writeFileSync(page, text.slice(0, from) + table + text.slice(to));
}

function locate() {
  const text = readFileSync(page, 'utf8');
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end);
  if (from < begin.length || to < from) throw new Error('docs/reference/dynamodb-capacity.md has lost its markers.');
  return { text, from, to };
}
