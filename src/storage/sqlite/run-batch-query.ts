import type { SortCondition } from '../../filter/sort-condition.ts';
import { encodeAs } from '../sql/encode-value.ts';
import type { BatchQueryRequest, Page, Partition } from '../storage-engine.ts';
import { pageOf } from './cursor.ts';
import type { Projection } from './projection.ts';
import { hashColumn, partitionSql, partitionsSql } from './query-sql.ts';
import type { Row, StatementCache } from './statement-cache.ts';
import type { TableBinding } from './table-binding.ts';

/** Partitions that one statement answers: they share a sort condition, and none starts at a cursor. */
interface Group {
  readonly sort: SortCondition | null;
  /** Hash to the positions that ask for it. */
  readonly positions: Map<string | number, number[]>;
}

const emptyPage: Page = Object.freeze({ items: [], next: null });

/**
 * One page for each partition, in their order: one statement for all partitions of one sort condition, which is all of
 * them where a relation is loaded. A partition that starts at a cursor has a statement of its own.
 */
export function runBatchQuery(
  table: TableBinding,
  request: BatchQueryRequest,
  statements: StatementCache,
): readonly Page[] {
  const pages: Page[] = new Array(request.partitions.length).fill(emptyPage);
  const groups = new Map<string, Group>();
  const hash = hashColumn(table, request.index);
  const projection = table.projection(request.attributes, request.index);
  request.partitions.forEach((partition, position) => {
    const value = encodeAs(partition.hash, hash.kind);
    if (value === undefined) return;
    // A fraction might not survive its way through JSON text bit by bit.
    if (partition.after !== null || hash.kind === 'real' || table.rowId === null) {
      pages[position] = readOne(table, projection, request, partition, statements);
      return;
    }
    const group = groupOf(groups, partition.sort);
    // As it is stored: UTF-8 has no lone surrogates.
    const key = typeof value === 'string' ? value.toWellFormed() : value;
    const asked = group.positions.get(key);
    if (asked === undefined) group.positions.set(key, [position]);
    else asked.push(position);
  });
  for (const group of groups.values()) readGroup(table, projection, request, group, statements, pages);
  return pages;
}

function groupOf(groups: Map<string, Group>, sort: SortCondition | null): Group {
  const name = sort === null ? '' : JSON.stringify(sort);
  let group = groups.get(name);
  if (group === undefined) {
    group = { sort, positions: new Map() };
    groups.set(name, group);
  }
  return group;
}

function readGroup(
  table: TableBinding,
  projection: Projection,
  request: BatchQueryRequest,
  { sort, positions }: Group,
  statements: StatementCache,
  pages: Page[],
): void {
  const hashes = [...positions.keys()];
  if (hashes.length === 1) {
    const page = readOne(table, projection, request, { hash: hashes[0]!, sort, after: null }, statements);
    for (const position of positions.get(hashes[0]!)!) pages[position] = page;
    return;
  }
  const select = partitionsSql(table, table.rowId!, request, sort, hashes, request.limit);
  if (select === null) return;
  const { key, order } = table.order(request.index);
  const hashAttribute = key[0]!;
  const rowsOf = new Map<unknown, Row[]>();
  for (const row of statements.all(select.sql, select.parameters)) {
    const rows = rowsOf.get(row[hashAttribute]);
    if (rows === undefined) rowsOf.set(row[hashAttribute], [row]);
    else rows.push(row);
  }
  for (const [hash, rows] of rowsOf) {
    const page = pageOf(projection, order, rows, request.limit);
    for (const position of positions.get(hash as string | number) ?? []) pages[position] = page;
  }
}

function readOne(
  table: TableBinding,
  projection: Projection,
  request: BatchQueryRequest,
  partition: Partition,
  statements: StatementCache,
): Page {
  const select = partitionSql(table, request, partition, request.limit);
  if (select === null) return emptyPage;
  const rows = statements.all(select.sql, select.parameters);
  return pageOf(projection, table.order(request.index).order, rows, request.limit);
}
