import type { ItemShape } from '../item-shape.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { SqlFragment } from '../sql/sql-fragment.ts';
import type { Cursor, JsonOptions, JsonPage, QueryRequest, ScanRequest } from '../storage-engine.ts';
import { cursorOf } from './cursor.ts';
import { type ItemJson, itemJson } from './item-json.ts';
import type { JsonFunctions } from './json-functions.ts';
import { partitionRows, scanRows } from './query-sql.ts';
import type { StatementCache } from './statement-cache.ts';
import type { TableBinding } from './table-binding.ts';

type ScanJson = ScanRequest & JsonOptions;
type QueryJson = QueryRequest & JsonOptions;

/** A shape as SQL, with the texts of whole statements by their clauses. */
interface CompiledShape extends ItemJson {
  readonly statements: Map<string, string>;
}

/** Most statement texts that are kept with a shape. */
const maxStatements = 16;

/** Reads items as JSON text that SQLite writes. Everything is `undefined` that it cannot write: see `ItemShape`. */
export class JsonReader {
  readonly #tables: (model: string) => TableBinding;
  readonly #statements: StatementCache;
  readonly #functions: JsonFunctions;
  readonly #shapes = new WeakMap<ItemShape, CompiledShape | null>();

  constructor(tables: (model: string) => TableBinding, statements: StatementCache, functions: JsonFunctions) {
    this.#tables = tables;
    this.#statements = statements;
    this.#functions = functions;
  }

  scan(request: ScanJson): JsonPage | undefined {
    const table = this.#tables(request.model);
    return this.#page(request, table, table.layout.primaryKey, 1, (after, rows) =>
      scanRows(table, { filter: request.filter, after }, rows),
    );
  }

  query(request: QueryJson): JsonPage | undefined {
    const table = this.#tables(request.model);
    return this.#page(request, table, table.order(request.index).order, 2, (after, rows) =>
      partitionRows(table, request, { ...request, after }, rows),
    );
  }

  /**
   * A page in an order whose last attribute decides alone where it has `unique` attributes. Its rows come from a subquery
   * that is ordered and limited, so SQLite joins them in that order.
   */
  #page(
    request: ScanJson | QueryJson,
    table: TableBinding,
    order: readonly string[],
    unique: number,
    rowsFrom: (after: Cursor | null, rows: number) => SqlFragment | null,
  ): JsonPage | undefined {
    const item = this.#compiled(request.shape, table);
    if (item === null || order.some((attribute) => table.column(attribute).kind === 'boolean')) return undefined;
    const from = rowsFrom(request.after, request.limit);
    if (from === null) return { items: '', count: 0, next: null };
    // Where one attribute decides the order, its extreme value is the page's end.
    const end = order.length === unique ? order.at(-1)! : null;
    const descending = 'descending' in request && request.descending;
    const sql = statementOf(item, from.sql, () => {
      const columns = table.columnList([...new Set([...item.attributes, ...(end === null ? [] : [end])])]);
      const last = end === null ? 'NULL' : `${descending ? 'min' : 'max'}(${table.expression(end)})`;
      return `SELECT group_concat(${item.sql}) AS items, count(*) AS count, ${last} AS last FROM (SELECT ${columns} ${from.sql}) t`;
    });
    const row = this.#functions.during(item.functions, () =>
      this.#statements.get(sql, [...item.parameters, ...from.parameters]),
    );
    if (row === undefined) return undefined;
    const items = (row.items as string | null) ?? '';
    const count = row.count as number;
    if (!request.wantsNext || count < request.limit) return { items, count, next: null };
    const fixed = 'hash' in request ? { [order[0]!]: request.hash } : {};
    const known = end === null ? null : { ...fixed, [end]: row.last as string | number };
    return { items, count, next: this.#next(request, table, order, known, rowsFrom) };
  }

  /** The position of a full page's last item, where another item follows. */
  #next(
    request: ScanJson | QueryJson,
    table: TableBinding,
    order: readonly string[],
    last: Cursor | null,
    rowsFrom: (after: Cursor | null, rows: number) => SqlFragment | null,
  ): Cursor | null {
    if (last !== null) {
      const { sql, parameters } = rowsFrom(last, 1)!;
      return this.#statements.get(`SELECT 1 ${sql}`, parameters) === undefined ? null : last;
    }
    const { sql, parameters } = rowsFrom(request.after, 2)!;
    const columns = order.map((attribute) => `${table.expression(attribute)} AS ${quoteIdentifier(attribute)}`);
    const select = `SELECT ${columns.join(', ')} ${sql} OFFSET ?`;
    const rows = this.#statements.all(select, [...parameters, request.limit - 1]);
    return rows.length < 2 ? null : cursorOf(order, rows[0]!);
  }

  #compiled(shape: ItemShape, table: TableBinding): CompiledShape | null {
    let compiled = this.#shapes.get(shape);
    if (compiled === undefined) {
      const item = itemJson(shape, table, this.#tables);
      compiled = item === null ? null : { ...item, statements: new Map() };
      this.#shapes.set(shape, compiled);
    }
    return compiled;
  }
}

/** The same string for the same clauses, so that its statement is found by identity. */
function statementOf({ statements }: CompiledShape, clauses: string, make: () => string): string {
  const known = statements.get(clauses);
  if (known !== undefined) return known;
  const sql = make();
  if (statements.size < maxStatements) statements.set(clauses, sql);
  return sql;
}
