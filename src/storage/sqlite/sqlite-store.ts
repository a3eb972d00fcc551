import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Item } from '../../ir/item.ts';
import { checkLimit } from '../check-limit.ts';
import type { SchemaLayout } from '../sql/schema-layout.ts';
import type {
  Attributes,
  BatchQueryRequest,
  JsonOptions,
  JsonPage,
  Key,
  Page,
  QueryRequest,
  ScanRequest,
  Store,
  WriteOperation,
  WriteResult,
} from '../storage-engine.ts';
import { applyWrites } from './apply-writes.ts';
import { pageOf } from './cursor.ts';
import type { GroupCommit } from './group-commit.ts';
import type { JsonFunctions } from './json-functions.ts';
import { JsonReader } from './json-reader.ts';
import { partitionSql, scanSql } from './query-sql.ts';
import { runBatchQuery } from './run-batch-query.ts';
import type { StatementCache } from './statement-cache.ts';
import { TableBinding } from './table-binding.ts';

const emptyPage: Page = Object.freeze({ items: [], next: null });

/** One revision of a data model on a SQLite database. Reads return at once; writes go through the group commit. */
export class SqliteStore implements Store {
  readonly #statements: StatementCache;
  readonly #commits: GroupCommit;
  readonly #tables: ReadonlyMap<string, TableBinding>;
  readonly #json: JsonReader;

  constructor(layout: SchemaLayout, statements: StatementCache, commits: GroupCommit, functions: JsonFunctions) {
    this.#statements = statements;
    this.#commits = commits;
    this.#tables = new Map(layout.tables.map((table) => [table.model, new TableBinding(table)]));
    this.#json = new JsonReader((model) => this.#table(model), statements, functions);
  }

  get(model: string, key: Key, attributes?: Attributes): Item | null {
    const table = this.#table(model);
    const projection = table.projection(attributes, null);
    const row = this.#statements.get(projection.getSql, table.encodeKey(key));
    return row === undefined ? null : projection.decode(row);
  }

  batchGet(model: string, keys: readonly Key[], attributes?: Attributes): readonly (Item | null)[] {
    return keys.map((key) => this.get(model, key, attributes));
  }

  query(request: QueryRequest): Page {
    const table = this.#table(request.model);
    checkLimit(request.limit);
    const projection = table.projection(request.attributes, request.index);
    const select = partitionSql(table, request, request, request.limit);
    if (select === null) return emptyPage;
    const rows = this.#statements.all(select.sql, select.parameters);
    return pageOf(projection, table.order(request.index).order, rows, request.limit);
  }

  batchQuery(request: BatchQueryRequest): readonly Page[] {
    const table = this.#table(request.model);
    checkLimit(request.limit);
    return runBatchQuery(table, request, this.#statements);
  }

  scan(request: ScanRequest): Page {
    const table = this.#table(request.model);
    checkLimit(request.limit);
    const projection = table.projection(request.attributes, null);
    const select = scanSql(table, request);
    const rows = this.#statements.all(select.sql, select.parameters);
    return pageOf(projection, table.layout.primaryKey, rows, request.limit);
  }

  queryJson(request: QueryRequest & JsonOptions): JsonPage | undefined {
    checkLimit(request.limit);
    return this.#json.query(request);
  }

  scanJson(request: ScanRequest & JsonOptions): JsonPage | undefined {
    checkLimit(request.limit);
    return this.#json.scan(request);
  }

  write(operations: readonly WriteOperation[]): Promise<readonly WriteResult[]> {
    return this.#commits.run((savepoint) =>
      applyWrites(operations, (model) => this.#table(model), this.#statements, savepoint),
    );
  }

  #table(model: string): TableBinding {
    const table = this.#tables.get(model);
    if (table !== undefined) return table;
    throw new PreampError('unknown-model', `There is no model '${model}'.`);
  }
}
