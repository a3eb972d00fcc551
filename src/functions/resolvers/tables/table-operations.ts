import type { AttributeValue, DynamoDB } from '@aws-sdk/client-dynamodb';
import { isRecord } from '../../../util/is-record.ts';
import { HandlerError } from '../../handler-error.ts';
import { pageRequest, tableRequest } from './table-request.ts';
import { toAttributes, toItem } from './typed-values.ts';

type Request = Readonly<Record<string, unknown>>;
type Attributes = Record<string, AttributeValue>;

/** Makes page tokens that clients can neither read nor forge. */
export interface PageTokens {
  seal(position: unknown, context: string): string;
  /** Throws for a token of another context. */
  open(token: string, context: string): unknown;
}

/** Carries a resolver's request out on a table, and gives what the resolver sees as `ctx.result`. */
export async function carryOut(
  client: DynamoDB,
  tableName: string,
  tokens: PageTokens,
  request: Request,
): Promise<unknown> {
  const TableName = tableName;
  const onFailure = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  switch (request.operation) {
    case 'GetItem':
      return itemOf((await client.getItem({ TableName, ...keyed(request) })).Item);
    case 'PutItem': {
      const { Key, ...rest } = keyed(request);
      const Item = { ...toAttributes(request.attributeValues ?? {}), ...Key };
      await client.putItem({ TableName, ...rest, Item, ...onFailure });
      return toItem(Item);
    }
    case 'UpdateItem': {
      const input = { TableName, ...keyed(request), ReturnValues: 'ALL_NEW', ...onFailure } as const;
      return itemOf((await client.updateItem(input)).Attributes);
    }
    case 'DeleteItem': {
      const input = { TableName, ...keyed(request), ReturnValues: 'ALL_OLD', ...onFailure } as const;
      return itemOf((await client.deleteItem(input)).Attributes);
    }
    case 'Query':
    case 'Scan':
      return readPage(client, TableName, tokens, request);
    case 'BatchGetItem':
      return batchGet(client, request);
    case 'BatchPutItem':
      return batchWrite(client, request, 'unprocessedItems', (item) => ({ PutRequest: { Item: item } }));
    case 'BatchDeleteItem':
      return batchWrite(client, request, 'unprocessedKeys', (key) => ({ DeleteRequest: { Key: key } }));
    case 'TransactGetItems': {
      const TransactItems = membersOf(request).map((each) => ({
        Get: { TableName: String(each.table), ...keyed(each) },
      }));
      const { Responses = [] } = await client.transactGetItems({ TransactItems });
      return { items: Responses.map(({ Item }) => itemOf(Item)) };
    }
    case 'TransactWriteItems': {
      const members = membersOf(request);
      await client.transactWriteItems({ TransactItems: members.map(transactItem) as never });
      return { keys: members.map(({ key }) => toItem(toAttributes(key))), cancellationReasons: null };
    }
    default:
      throw invalid(`Unsupported operation '${String(request.operation)}' on ${TableName}`);
  }
}

async function readPage(client: DynamoDB, TableName: string, tokens: PageTokens, request: Request): Promise<unknown> {
  const { nextToken, limit: _, ...asked } = request;
  const context = JSON.stringify(['table', TableName, asked]);
  const input = { TableName, ...tableRequest(request), ...pageRequest(request) };
  const start = typeof nextToken === 'string' ? openToken(tokens, nextToken, context) : {};
  const page =
    request.operation === 'Query' ? client.query({ ...input, ...start }) : client.scan({ ...input, ...start });
  const { Items = [], LastEvaluatedKey, ScannedCount } = await page;
  return {
    items: Items.map(toItem),
    nextToken: LastEvaluatedKey === undefined ? null : tokens.seal(LastEvaluatedKey, context),
    scannedCount: ScannedCount ?? Items.length,
  };
}

function openToken(tokens: PageTokens, token: string, context: string): { readonly ExclusiveStartKey: Attributes } {
  try {
    return { ExclusiveStartKey: tokens.open(token, context) as Attributes };
  } catch {
    throw invalid('Invalid pagination token given.');
  }
}

async function batchGet(client: DynamoDB, request: Request): Promise<unknown> {
  const parts = partsOf(request);
  const RequestItems = Object.fromEntries(
    parts.map(([name, part]) => {
      const { Key: _, ...rest } = tableRequest(part as Request);
      return [name, { ...rest, Keys: listOf((part as Request).keys).map(toAttributes) }];
    }),
  );
  const { Responses = {}, UnprocessedKeys = {} } = await client.batchGetItem({ RequestItems });
  // In the order of the keys; null where there is no item.
  const data = parts.map(([name]) => {
    const found = Responses[name] ?? [];
    return [name, RequestItems[name]!.Keys.map((key) => itemOf(found.find((item) => hasKey(item, key))))];
  });
  const unprocessed = parts.map(([name]) => [name, (UnprocessedKeys[name]?.Keys ?? []).map(toItem)]);
  return { data: Object.fromEntries(data), unprocessedKeys: Object.fromEntries(unprocessed) };
}

async function batchWrite(
  client: DynamoDB,
  request: Request,
  unprocessed: 'unprocessedItems' | 'unprocessedKeys',
  requestOf: (attributes: Attributes) => object,
): Promise<unknown> {
  const parts = partsOf(request).map(([name, part]) => [name, listOf(part).map(toAttributes)] as const);
  const RequestItems = Object.fromEntries(parts.map(([name, each]) => [name, each.map(requestOf)]));
  const { UnprocessedItems = {} } = await client.batchWriteItem({ RequestItems });
  const left = parts.map(([name]) => [
    name,
    (UnprocessedItems[name] ?? []).map(({ PutRequest, DeleteRequest }) =>
      toItem(PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
    ),
  ]);
  return {
    data: Object.fromEntries(parts.map(([name, each]) => [name, each.map(toItem)])),
    [unprocessed]: Object.fromEntries(left),
  };
}

function transactItem(member: Request): object {
  const TableName = String(member.table);
  const { Key, ...rest } = keyed(member);
  const onFailure = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
  switch (member.operation) {
    case 'PutItem': {
      const Item = { ...toAttributes(member.attributeValues ?? {}), ...Key };
      return { Put: { TableName, Item, ...rest, ...onFailure } };
    }
    case 'UpdateItem':
      return { Update: { TableName, Key, ...rest, ...onFailure } };
    case 'DeleteItem':
      return { Delete: { TableName, Key, ...rest, ...onFailure } };
    case 'ConditionCheck':
      return { ConditionCheck: { TableName, Key, ...rest, ...onFailure } };
    default:
      throw invalid(`Unsupported operation '${String(member.operation)}' in a transaction`);
  }
}

function keyed(request: Request) {
  return { ...tableRequest(request), Key: toAttributes(request.key) };
}

function membersOf({ transactItems }: Request): readonly Request[] {
  return listOf(transactItems).filter(isRecord);
}

function partsOf({ tables }: Request): readonly (readonly [string, unknown])[] {
  if (!isRecord(tables)) throw invalid("A batch needs 'tables'.");
  return Object.entries(tables);
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw invalid('The request needs a list with members.');
  return value;
}

function itemOf(attributes: Attributes | undefined): Record<string, unknown> | null {
  return attributes === undefined ? null : toItem(attributes);
}

function hasKey(item: Attributes, key: Attributes): boolean {
  // As plain values: the service writes a number in another way than it was asked for, and bytes come as another class.
  const found = toItem(item);
  return Object.entries(toItem(key)).every(([name, value]) => found[name] === value);
}

function invalid(message: string): HandlerError {
  return new HandlerError(message, { errorType: 'DynamoDB:ValidationException' });
}
