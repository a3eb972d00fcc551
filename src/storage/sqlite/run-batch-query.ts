import type { BatchQueryRequest, Page } from '../storage-engine.ts';
import { pageOf } from './cursor.ts';
import { partitionSql } from './query-sql.ts';
import type { StatementCache } from './statement-cache.ts';
import type { TableBinding } from './table-binding.ts';

/** One page for each partition, in their order. */
export function runBatchQuery(
  table: TableBinding,
  request: BatchQueryRequest,
  statements: StatementCache,
): readonly Page[] {
  const { order } = table.order(request.index);
  return request.partitions.map((partition) => {
    const select = partitionSql(table, request, partition, request.limit);
    if (select === null) return { items: [], next: null };
    const rows = statements.prepare(select.sql).all(...select.parameters) as Record<string, unknown>[];
    return pageOf(table, order, rows, request.limit);
  });
}
