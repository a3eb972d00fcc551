import { compositeAttributes } from '../../execution/input/composite-attributes.ts';
import type { ModelFacts } from '../../execution/model-facts.ts';
import type { Item } from '../../ir/item.ts';
import type { Key } from '../../storage/storage-engine.ts';
import { plainValues } from './attribute-values.ts';
import { RequestProblem } from './request-problem.ts';

/** One model's table, as requests of DynamoDB's form see it. */
export interface Table {
  readonly name: string;
  readonly facts: ModelFacts;
  /** Composite attributes, which are computed and never given. */
  readonly composites: ReadonlySet<string>;
  /** Fields that hold AWSJSON, stored as text. */
  readonly jsonFields: ReadonlySet<string>;
}

export function tableOf(facts: ModelFacts): Table {
  const jsonFields = [...facts.fields.values()].filter(
    ({ type }) => type.kind === 'NamedType' && type.name === 'AWSJSON',
  );
  return {
    name: `${facts.model.name}Table`,
    facts,
    composites: new Set(facts.keys.flatMap(({ composite }) => (composite === null ? [] : [composite]))),
    jsonFields: new Set(jsonFields.map(({ name }) => name)),
  };
}

/** The key of a request: typed values of exactly the primary key's fields, or of its hash and composite attribute. */
export function keyOf({ facts }: Table, typed: unknown): Key {
  const given = plainValues(typed);
  const { hash, sortFields, composite, fields } = facts.primaryKey;
  const values = composite !== null && typeof given[composite] === 'string' ? { ...given } : given;
  if (values !== given) {
    const parts = (given[composite!] as string).split('#');
    sortFields.forEach((field, i) => {
      const text = parts[i] ?? '';
      const type = facts.fields.get(field)?.type;
      const isNumber = type?.kind === 'NamedType' && ['Int', 'Float', 'AWSTimestamp'].includes(type.name);
      values[field] = isNumber ? Number(text) : text;
    });
    delete values[composite!];
  }
  const names = Object.keys(values);
  const fits = names.length === fields.length && fields.every((field) => isKeyValue(values[field]));
  if (!fits) {
    throw new RequestProblem(
      `The provided key element does not match the schema: the key of ${facts.model.name} is ${[hash, ...sortFields].join(', ')}`,
    );
  }
  return values;
}

/** Text that is the same for the same key. */
export function keyText({ name, facts }: Table, key: Key): string {
  return JSON.stringify([name, ...facts.primaryKey.fields.map((field) => key[field])]);
}

/** An item as it is stored: AWSJSON as text, composite attributes computed, `__typename` and nulls left out. */
export function storable({ facts, composites, jsonFields }: Table, values: Item): Item {
  const item: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || name === '__typename' || composites.has(name)) continue;
    if (!facts.fields.has(name)) {
      throw new RequestProblem(`The model ${facts.model.name} has no field '${name}' that could be stored`);
    }
    item[name] = jsonFields.has(name) && typeof value !== 'string' ? JSON.stringify(value) : value;
  }
  // As in DynamoDB, an index holds only the items that have all its attributes.
  return { ...item, ...compositeAttributes(facts, item, new Set(facts.fields.keys())) };
}

/** The item without what is absent from it. */
export function present(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== undefined));
}

function isKeyValue(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
