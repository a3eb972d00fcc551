import type { SortCondition } from '../../filter/sort-condition.ts';
import type { ColumnKind } from './column-kind.ts';
import { encodeAs } from './encode-value.ts';
import { prefixEnd } from './prefix-end.ts';
import type { SqlFragment } from './sql-fragment.ts';

const operators = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

/** A sort condition on a column (given as SQL); `null` where no value of the column's kind can meet it. */
export function sortConditionToSql(condition: SortCondition, column: string, kind: ColumnKind): SqlFragment | null {
  switch (condition.op) {
    case 'between': {
      const low = encodeAs(condition.low, kind);
      const high = encodeAs(condition.high, kind);
      if (low === undefined || high === undefined) return null;
      return { sql: `${column} >= ? AND ${column} <= ?`, parameters: [low, high] };
    }
    case 'beginsWith': {
      if (kind !== 'text') return null;
      const end = prefixEnd(condition.value);
      if (end === null) return { sql: `${column} >= ?`, parameters: [condition.value] };
      return { sql: `${column} >= ? AND ${column} < ?`, parameters: [condition.value, end] };
    }
    default: {
      const value = encodeAs(condition.value, kind);
      return value === undefined ? null : { sql: `${column} ${operators[condition.op]} ?`, parameters: [value] };
    }
  }
}
