import type { Item } from '../../ir/item.ts';
import { isRecord } from '../../util/is-record.ts';
import { type AttributePath, ExpressionReader } from './expression-reader.ts';
import { RequestProblem } from './request-problem.ts';
import { present } from './table.ts';

/** Shows an item as a request's `projection` asks; whole without one. Absent attributes are left out. */
export function projectionOf(source: unknown): (item: Item) => Item {
  if (source === null || source === undefined) return present;
  const reader = new ExpressionReader(source);
  const paths: AttributePath[] = [];
  do paths.push(reader.path());
  while (reader.takes(','));
  if (!reader.atEnd) throw reader.unexpected();
  if (paths.some((path) => path.some((part) => typeof part === 'number'))) {
    throw new RequestProblem('Projections of list elements are not supported; projections of attributes are.');
  }
  return (item) => {
    const shown: Record<string, unknown> = {};
    for (const path of paths) copy(item, shown, path as readonly string[]);
    return shown;
  };
}

function copy(from: Item, to: Record<string, unknown>, [name, ...below]: readonly string[]): void {
  const value = name !== undefined && Object.hasOwn(from, name) ? from[name] : undefined;
  if (name === undefined || value === null || value === undefined) return;
  if (below.length === 0) to[name] = value;
  else if (isRecord(value)) {
    const inner = Object.hasOwn(to, name) && isRecord(to[name]) ? { ...to[name] } : {};
    copy(value, inner, below);
    to[name] = inner;
  }
}
