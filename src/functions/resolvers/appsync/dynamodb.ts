import { conditionExpression, type Expression, pathOf } from './condition-expression.ts';
import { toDynamoDB, toMapValues } from './dynamodb-values.ts';

type Fields = Record<string, unknown>;
type Key = Fields;

interface KeyInput {
  readonly key: Key;
  readonly condition?: Fields | null;
  readonly consistentRead?: boolean;
  readonly projection?: readonly string[];
}

interface PageInput {
  readonly index?: string | null;
  readonly limit?: number | null;
  readonly nextToken?: string | null;
  readonly filter?: Fields | null;
  readonly projection?: readonly string[];
  readonly consistentRead?: boolean | null;
  readonly scanIndexForward?: boolean | null;
  readonly select?: string;
}

export function get({ key, consistentRead, projection }: KeyInput): Fields {
  return { operation: 'GetItem', key: toMapValues(key), ...consistent(consistentRead), ...projected(projection) };
}

export function put({ key, item, condition }: KeyInput & { readonly item: Fields }): Fields {
  return {
    operation: 'PutItem',
    key: toMapValues(key),
    attributeValues: toMapValues(item),
    ...conditioned(condition),
  };
}

export function remove({ key, condition }: KeyInput): Fields {
  return { operation: 'DeleteItem', key: toMapValues(key), ...conditioned(condition) };
}

export function update({ key, update: changes, condition }: KeyInput & { readonly update: Fields }): Fields {
  return {
    operation: 'UpdateItem',
    key: toMapValues(key),
    update: updateExpression(changes),
    ...conditioned(condition),
  };
}

export function query({ query: keyCondition, ...page }: PageInput & { readonly query: Fields }): Fields {
  return { operation: 'Query', query: conditionExpression(keyCondition), ...pageMembers(page) };
}

export function scan(page: PageInput = {}): Fields {
  return { operation: 'Scan', ...pageMembers(page) };
}

interface GetTable {
  readonly keys: readonly Key[];
  readonly consistentRead?: boolean;
  readonly projection?: readonly string[];
}

export function batchGet({ tables }: { readonly tables: Readonly<Record<string, GetTable>> }): Fields {
  return {
    operation: 'BatchGetItem',
    tables: eachTable(tables, ({ keys, consistentRead, projection }) => ({
      keys: keys.map(toMapValues),
      ...consistent(consistentRead),
      ...projected(projection),
    })),
  };
}

export function batchPut({ tables }: { readonly tables: Readonly<Record<string, readonly Fields[]>> }): Fields {
  return { operation: 'BatchPutItem', tables: eachTable(tables, (items) => items.map(toMapValues)) };
}

export function batchDelete({ tables }: { readonly tables: Readonly<Record<string, readonly Key[]>> }): Fields {
  return { operation: 'BatchDeleteItem', tables: eachTable(tables, (keys) => keys.map(toMapValues)) };
}

export function transactGet({ items }: { readonly items: readonly (KeyInput & { table: string })[] }): Fields {
  return {
    operation: 'TransactGetItems',
    transactItems: items.map(({ table, key, projection }) => ({
      table,
      key: toMapValues(key),
      ...projected(projection),
    })),
  };
}

type TransactMember = KeyInput & { readonly table: string; readonly item: Fields; readonly update: Fields };

export function transactWrite({ items }: { readonly items: readonly Readonly<Record<string, TransactMember>>[] }) {
  const transactItems = items.map((item) => {
    const [name, member] = Object.entries(item)[0]!;
    const { table } = member;
    switch (name) {
      case 'putItem':
        return { table, ...put(member) };
      case 'updateItem':
        return { table, ...update(member) };
      case 'deleteItem':
        return { table, ...remove(member) };
      case 'conditionCheck':
        return { table, operation: 'ConditionCheck', key: toMapValues(member.key), ...conditioned(member.condition) };
      default:
        throw new TypeError(`transactWrite knows no '${name}'`);
    }
  });
  return { operation: 'TransactWriteItems', transactItems };
}

export function sync(): never {
  throw new TypeError('The sync operation is for versioned tables, which Preamp does not have');
}

export const toStringSet = (values: readonly string[]) => ({ SS: values.map(String) });
export const toNumberSet = (values: readonly number[]) => ({ NS: values.map(String) });
export const toBinarySet = (values: readonly string[]) => ({ BS: values });

class Operation {
  readonly _type: string;
  readonly value: unknown;
  readonly index: number;

  constructor(type: string, value: unknown = null, index = 0) {
    this._type = type;
    this.value = value;
    this.index = index;
  }
}

export const operations = {
  add: (value: unknown) => new Operation('add', value),
  remove: () => new Operation('remove'),
  replace: (value: unknown) => new Operation('replace', value),
  increment: (by = 1) => new Operation('increment', by),
  decrement: (by = 1) => new Operation('decrement', by),
  append: (values: readonly unknown[]) => new Operation('append', values),
  prepend: (values: readonly unknown[]) => new Operation('prepend', values),
  updateListItem: (value: unknown, index: number) => new Operation('updateListItem', value, index),
};

function updateExpression(changes: Fields): Expression {
  const expressionNames: Record<string, string> = {};
  const expressionValues: Record<string, unknown> = {};
  const sets: string[] = [];
  const removes: string[] = [];
  let values = 0;
  const place = (value: unknown): string => {
    const name = `:expressionValue_${++values}`;
    expressionValues[name] = toDynamoDB(value);
    return name;
  };
  const apply = (path: string, { _type, value, index }: Operation): void => {
    switch (_type) {
      case 'remove':
        removes.push(path);
        break;
      case 'increment':
      case 'decrement': {
        const sign = _type === 'increment' ? '+' : '-';
        sets.push(`${path} = if_not_exists(${path}, ${place(0)}) ${sign} ${place(value)}`);
        break;
      }
      case 'append':
        sets.push(`${path} = list_append(if_not_exists(${path}, ${place([])}), ${place(value)})`);
        break;
      case 'prepend':
        sets.push(`${path} = list_append(${place(value)}, if_not_exists(${path}, ${place([])}))`);
        break;
      case 'updateListItem':
        sets.push(`${path}[${index}] = ${place(value)}`);
        break;
      default:
        sets.push(`${path} = ${place(value)}`);
    }
  };
  const visit = (fields: Fields, prefix: string): void => {
    for (const [name, change] of Object.entries(fields)) {
      if (change === undefined) continue;
      const path = prefix + pathOf(name, expressionNames);
      if (change instanceof Operation) apply(path, change);
      else if (Array.isArray(change) && change.length > 0 && change.every((each) => each instanceof Operation)) {
        for (const each of change) apply(path, each);
      } else if (holdsOperations(change)) visit(change as Fields, `${path}.`);
      else apply(path, new Operation('replace', change));
    }
  };
  visit(changes, '');
  const clauses = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ];
  return { expression: clauses.join(' '), expressionNames, expressionValues };
}

/** Whether an object says how to change its members, at any depth, rather than being a value. */
function holdsOperations(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((member) => member instanceof Operation || holdsOperations(member));
}

function conditioned(condition: Fields | null | undefined): Fields {
  if (condition === null || condition === undefined || Object.keys(condition).length === 0) return {};
  return { condition: conditionExpression(condition) };
}

function consistent(consistentRead: boolean | undefined): Fields {
  return consistentRead === undefined ? {} : { consistentRead };
}

function projected(fields: readonly string[] | undefined): Fields {
  if (fields === undefined || fields.length === 0) return {};
  const expressionNames: Record<string, string> = {};
  const expression = fields.map((field) => pathOf(field, expressionNames)).join(', ');
  return { projection: { expression, expressionNames } };
}

function pageMembers({ filter, projection, ...rest }: PageInput): Fields {
  const members = Object.entries(rest).filter(([, value]) => value !== null && value !== undefined);
  const filtered = filter && Object.keys(filter).length > 0 ? { filter: conditionExpression(filter) } : {};
  return { ...Object.fromEntries(members), ...filtered, ...projected(projection) };
}

function eachTable<T>(tables: Readonly<Record<string, T>>, map: (table: T) => unknown): Fields {
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, map(table)]));
}
