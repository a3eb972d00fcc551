import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import type { KeyLocks } from '../../util/key-locks.ts';
import { mapLimited } from '../../util/map-limited.ts';
import { checkLimit } from '../check-limit.ts';
import type {
  Attributes,
  BatchQueryRequest,
  Key,
  Page,
  QueryRequest,
  ScanRequest,
  Store,
  WriteOperation,
  WriteResult,
} from '../storage-engine.ts';
import { attributeCodec } from '../transfer/attribute-codec.ts';
import { batchGet } from './batch-get.ts';
import { itemKeyText } from './item-key-text.ts';
import { isReadableKey } from './key-condition.ts';
import { Placeholders } from './placeholders.ts';
import { projectionExpression } from './projection-expression.ts';
import { readPartition, readTable } from './read-items.ts';
import { parallelRequests, type Requests } from './requests.ts';
import { TableBinding } from './table-binding.ts';
import { writeItems } from './write-items.ts';

/** One revision of a data model on tables of DynamoDB. */
export class DynamoDbStore implements Store {
  readonly #requests: Requests;
  readonly #tables: ReadonlyMap<string, TableBinding>;
  readonly #locks: KeyLocks;

  /** @param names of the tables, by model; `locks` are shared by all revisions on the same tables */
  constructor(model: DataModel, names: ReadonlyMap<string, string>, requests: Requests, locks: KeyLocks) {
    const codec = attributeCodec(model);
    this.#requests = requests;
    this.#locks = locks;
    this.#tables = new Map(
      model.models.map((each) => [each.name, new TableBinding(each, names.get(each.name)!, codec)]),
    );
  }

  async get(model: string, key: Key, attributes?: Attributes): Promise<Item | null> {
    const [item] = await this.#load(model, [key], attributes, true);
    return item ?? null;
  }

  batchGet(model: string, keys: readonly Key[], attributes?: Attributes): Promise<readonly (Item | null)[]> {
    return this.#load(model, keys, attributes, this.#requests.consistentReads);
  }

  async query(request: QueryRequest): Promise<Page> {
    checkLimit(request.limit);
    const budget = { requests: this.#requests.readBudget };
    return readPartition(this.#requests, this.#table(request.model), request, request, budget);
  }

  async batchQuery(request: BatchQueryRequest): Promise<readonly Page[]> {
    checkLimit(request.limit);
    const table = this.#table(request.model);
    const budget = { requests: this.#requests.readBudget };
    const texts = request.partitions.map((partition) => JSON.stringify(partition));
    const distinct = [...new Map(texts.map((text, i) => [text, request.partitions[i]!])).entries()];
    const pages = await mapLimited(distinct, parallelRequests, async ([text, partition]) => {
      return [text, await readPartition(this.#requests, table, request, partition, budget)] as const;
    });
    const pageOf = new Map(pages);
    return texts.map((text) => pageOf.get(text)!);
  }

  async scan(request: ScanRequest): Promise<Page> {
    checkLimit(request.limit);
    return readTable(this.#requests, this.#table(request.model), request);
  }

  async write(operations: readonly WriteOperation[]): Promise<readonly WriteResult[]> {
    return writeItems(this.#requests, operations, (model) => this.#table(model), this.#locks);
  }

  async #load(
    model: string,
    keys: readonly Key[],
    attributes: Attributes | undefined,
    consistent: boolean,
  ): Promise<readonly (Item | null)[]> {
    const table = this.#table(model);
    const wanted = keys.map((key) => ({ table, key: table.encodeKey(key) }));
    // No item has a key that DynamoDB would refuse.
    const readable = wanted.filter(({ key }) => isReadableKey(table.primary, key));
    const placeholders = new Placeholders();
    const ProjectionExpression =
      attributes === undefined ? null : projectionExpression(table, attributes, null, table.primary, placeholders);
    const projection = ProjectionExpression === null ? {} : { ProjectionExpression, ...placeholders.members };
    const found = await batchGet(this.#requests, readable, { consistent, projection });
    return wanted.map((each) => {
      const raw = found.get(itemKeyText(each));
      return raw === undefined ? null : table.decodeItem(raw);
    });
  }

  #table(model: string): TableBinding {
    const table = this.#tables.get(model);
    if (table !== undefined) return table;
    throw new PreampError('unknown-model', `There is no model '${model}'.`);
  }
}
