import { unchangedFilter } from '../../execution/input/unchanged-filter.ts';
import { compileFilter } from '../../filter/compile-filter.ts';
import type { Item } from '../../ir/item.ts';
import type { Key, WriteOperation } from '../../storage/storage-engine.ts';
import { isRecord } from '../../util/is-record.ts';
import { plainValues } from './attribute-values.ts';
import { parseCondition } from './parse-condition.ts';
import { parseUpdate } from './parse-update.ts';
import { RequestProblem } from './request-problem.ts';
import { keyOf, keyText, present, storable, type Table } from './table.ts';

/** A write whose effect depends on the item it finds. */
export interface TableWrite {
  readonly table: Table;
  readonly key: Key;
  /** See {@link keyText}. */
  readonly keyText: string;
  /** Whether the condition holds for the item as it is. */
  holds(current: Item | null): boolean;
  /** The write, which is rejected once the item is no longer `current`; `null` where nothing changes. */
  plan(current: Item | null): WriteOperation | null;
  /** What the request results in. */
  result(current: Item | null, written: Item | null): Item | null;
}

type Request = Readonly<Record<string, unknown>>;

/** Reads a PutItem, UpdateItem, DeleteItem or ConditionCheck request. */
export function readWrite(table: Table, request: Request): TableWrite {
  const key = keyOf(table, request.key);
  const test = isRecord(request.condition) ? compileFilter(parseCondition(request.condition)) : null;
  const common = {
    table,
    key,
    keyText: keyText(table, key),
    holds: (current: Item | null): boolean => test === null || test(current ?? {}),
  };
  const model = table.facts.model.name;
  switch (request.operation) {
    case 'PutItem': {
      const item = storable(table, { ...plainValues(request.attributeValues ?? {}), ...key });
      return {
        ...common,
        plan: (current) => replacement(table, key, current, item),
        result: () => present(item),
      };
    }
    case 'UpdateItem': {
      const update = parseUpdate(request.update);
      return {
        ...common,
        plan: (current) => {
          const changed = storable(table, update(current === null ? key : present(current)));
          if (table.facts.primaryKey.fields.some((field) => changed[field] !== key[field])) {
            throw new RequestProblem('One or more parameter values were invalid: Cannot update attributes of the key');
          }
          return replacement(table, key, current, changed);
        },
        result: (_current, written) => (written === null ? null : present(written)),
      };
    }
    case 'DeleteItem':
      return {
        ...common,
        plan: (current) =>
          current === null ? null : { kind: 'delete', model, key, checks: [unchangedFilter(table.facts, current)] },
        result: (current) => (current === null ? null : present(current)),
      };
    case 'ConditionCheck':
      return {
        ...common,
        plan: (current) =>
          current === null
            ? null
            : { kind: 'update', model, key, set: {}, remove: [], checks: [unchangedFilter(table.facts, current)] },
        result: () => null,
      };
    default:
      throw new RequestProblem(`Unsupported operation '${String(request.operation)}' on ${table.name}`);
  }
}

function replacement(table: Table, key: Key, current: Item | null, item: Item): WriteOperation {
  const model = table.facts.model.name;
  if (current === null) return { kind: 'create', model, item, checks: [] };
  const { fields, composite } = table.facts.primaryKey;
  const fixed = new Set<string>([...fields, ...(composite === null ? [] : [composite])]);
  const names = [...table.facts.fields.keys(), ...table.composites].filter((name) => !fixed.has(name));
  return {
    kind: 'update',
    model,
    key,
    set: Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]]))),
    remove: names.filter((name) => item[name] === undefined && (current[name] ?? null) !== null),
    checks: [unchangedFilter(table.facts, current)],
  };
}
