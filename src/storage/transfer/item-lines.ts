import { PreampError } from '../../diagnostics/preamp-error.ts';
import { compositeAttribute } from '../../ir/composite-attribute.ts';
import type { DataModel, Model } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { fromAttributeMap, toAttributeMap } from './dynamodb-json.ts';

/** `jsonl`: items as they are; `dynamodb`: `{"Item": …}` in DynamoDB's types, as its exports to S3. */
export type LineFormat = 'jsonl' | 'dynamodb';

/** What a line says: an item, or that DataStore had deleted it (`null`), with the attributes the model does not have. */
export interface ReadLine {
  readonly item: Item | null;
  readonly leftOut: readonly string[];
}

/** Writes and reads the items of one model, a line each. */
export interface ItemLines {
  write(item: Item, format: LineFormat): string;
  /**
   * Reads a line of either format.
   *
   * @throws PreampError `import-invalid` when the line is not JSON, the key is not whole or a value not of its type
   */
  read(line: string): ReadLine;
}

/** What Amplify's own tables carry beside the fields of a model. */
const ownAttributes: ReadonlySet<string> = new Set(['__typename', '_version', '_lastChangedAt', '_deleted', '_ttl']);

export function itemLines(model: Model, dataModel: DataModel): ItemLines {
  const types = new Map(model.fields.map(({ name, type }) => [name, type]));
  const composites = [model.primaryKey, ...model.indexes].flatMap(({ fields }) => {
    const name = compositeAttribute(fields);
    return name === null ? [] : [{ name, parts: fields.slice(1) }];
  });
  const names = new Set([...types.keys(), ...composites.map(({ name }) => name)]);
  const objects = new Map(dataModel.objects.map(({ name, fields }) => [name, fields]));
  const enums = new Set(dataModel.enums.map(({ name }) => name));

  /** Copies a value of a type; `json` says what becomes of AWSJSON. */
  function convert(value: unknown, type: TypeRef, path: string, json: (value: unknown) => unknown): unknown {
    if (value === null || value === undefined) return null;
    if (type.kind === 'ListType') {
      if (!Array.isArray(value)) throw invalid(`${path} must be a list`);
      return value.map((each) => convert(each, type.of, path, json));
    }
    if (type.name === 'AWSJSON') return json(value);
    const fields = objects.get(type.name);
    if (fields === undefined) return checkScalar(value, enums.has(type.name) ? 'String' : type.name, path);
    if (typeof value !== 'object' || Array.isArray(value)) throw invalid(`${path} must be an object`);
    const members = new Map(fields.map((field) => [field.name, field.type]));
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        const member = members.get(name);
        return [name, member === undefined ? each : convert(each, member, `${path}.${name}`, json)];
      }),
    );
  }

  function complete(source: Readonly<Record<string, unknown>>, isParsed: boolean): ReadLine {
    if (!names.has('_deleted') && source._deleted === true) return { item: null, leftOut: [] };
    const json = isParsed ? (value: unknown) => JSON.stringify(value) : jsonText;
    const item: Record<string, unknown> = {};
    const leftOut: string[] = [];
    for (const [name, value] of Object.entries(source)) {
      const type = types.get(name);
      if (type !== undefined) item[name] = convert(value, type, name, json);
      else if (names.has(name)) item[name] = value;
      else if (!ownAttributes.has(name)) leftOut.push(name);
    }
    for (const field of model.primaryKey.fields) {
      if (item[field] === null || item[field] === undefined) throw invalid(`the key field ${field} is missing`);
    }
    for (const { name, parts } of composites) {
      const isWhole = parts.every((part) => item[part] !== null && item[part] !== undefined);
      if (isWhole && typeof item[name] !== 'string') item[name] = parts.map((part) => String(item[part])).join('#');
    }
    return { item, leftOut };
  }

  return {
    write: (item, format) => {
      const present = Object.entries(item).filter(([, value]) => value !== null && value !== undefined);
      if (format === 'jsonl') return JSON.stringify(Object.fromEntries(present));
      // Amplify's tables hold AWSJSON as the value that its text says.
      const values = present.map(([name, value]) => {
        const type = types.get(name);
        return [name, type === undefined ? value : convert(value, type, name, (text) => JSON.parse(text as string))];
      });
      return JSON.stringify({ Item: toAttributeMap(Object.fromEntries([['__typename', model.name], ...values])) });
    },
    read: (line) => {
      const value = parse(line);
      const keys = Object.keys(value);
      const isDynamo = keys.length === 1 && keys[0] === 'Item';
      return isDynamo ? complete(fromAttributeMap(value.Item), true) : complete(value, false);
    },
  };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw invalid('it is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid('it is not an object');
}

const numbers: ReadonlySet<string> = new Set(['Int', 'AWSTimestamp']);

function checkScalar(value: unknown, type: string, path: string): unknown {
  if (type === 'Float') {
    if (typeof value !== 'number') throw invalid(`${path} must be a number`);
  } else if (numbers.has(type)) {
    if (!Number.isSafeInteger(value)) throw invalid(`${path} must be a whole number`);
  } else if (type === 'Boolean') {
    if (typeof value !== 'boolean') throw invalid(`${path} must be true or false`);
  } else if (typeof value !== 'string') throw invalid(`${path} must be a string`);
  return value;
}

/** AWSJSON is its text; a value that is written out is taken as well. */
function jsonText(value: unknown): unknown {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function invalid(what: string): PreampError {
  return new PreampError('import-invalid', `The line holds no item of the model: ${what}.`);
}
