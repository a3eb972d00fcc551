import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Filter } from '../../filter/filter.ts';
import { jsonEqual } from '../../filter/json-equal.ts';
import { matchesFilter } from '../../filter/matches-filter.ts';
import type { Item } from '../../ir/item.ts';
import type { WriteOperation, WriteResult } from '../storage-engine.ts';
import type { RawItem, TableBinding } from './table-binding.ts';

/** An item that a write touches: as it was found, and as it is to be. */
export interface TouchedItem {
  readonly table: TableBinding;
  readonly key: RawItem;
  /** `null` where there is none; `undefined` where nobody looked, since what is there does not matter. */
  readonly found: RawItem | null | undefined;
  wanted: RawItem | null;
}

type Rejected = Extract<WriteResult, { readonly status: 'rejected' }>;
type Outcome = Exclude<WriteResult, { readonly status: 'aborted' }>;
type Operation<K extends WriteOperation['kind']> = Extract<WriteOperation, { readonly kind: K }>;

/** Whether what an operation does depends on an item that it expects to find. */
export function needsItem(operation: WriteOperation): boolean {
  return operation.kind === 'update' || operation.kind === 'delete';
}

/** Carries an operation out on a touched item, in memory. */
export function planWrite(operation: WriteOperation, touched: TouchedItem): Outcome {
  switch (operation.kind) {
    case 'create':
      return create(operation, touched);
    case 'update':
      return update(operation, touched);
    case 'delete':
      return remove(operation, touched);
    case 'put':
      touched.wanted = touched.table.encodeItem(operation.item);
      return { status: 'written', item: touched.table.decodeItem(touched.wanted), previous: null };
  }
}

function create({ item, checks }: Operation<'create'>, touched: TouchedItem): Outcome {
  const { table, wanted: current } = touched;
  if (current !== null) {
    return { status: 'rejected', reason: 'exists', check: -1, previous: table.decodeItem(current) };
  }
  const failed = failedCheck(checks, null);
  if (failed !== null) return { status: 'rejected', reason: 'check', check: failed, previous: null };
  touched.wanted = table.encodeItem(item);
  return { status: 'written', item: table.decodeItem(touched.wanted), previous: null };
}

function update(operation: Operation<'update'>, touched: TouchedItem): Outcome {
  const { table, wanted: current } = touched;
  if (current === null) return missing;
  const previous = table.decodeItem(current);
  const failed = failedCheck(operation.checks, previous);
  if (failed !== null) return { status: 'rejected', reason: 'check', check: failed, previous };
  const changes = new Map<string, unknown>(operation.remove.map((attribute) => [attribute, null]));
  for (const [attribute, value] of Object.entries(operation.set)) changes.set(attribute, value);
  const wanted: Record<string, RawItem[string]> = { ...current };
  for (const [attribute, value] of changes) {
    const column = table.column(attribute);
    if (Object.hasOwn(touched.key, column.name) || table.model.primaryKey.fields.includes(attribute)) {
      if (jsonEqual(value, previous[attribute])) continue;
      throw new PreampError('key-immutable', `The key field ${table.model.name}.${attribute} cannot change.`);
    }
    if (value === null || value === undefined) delete wanted[column.name];
    else wanted[column.name] = table.encode(column, value);
  }
  touched.wanted = wanted;
  return { status: 'written', item: table.decodeItem(wanted), previous };
}

function remove({ checks }: Operation<'delete'>, touched: TouchedItem): Outcome {
  const { table, wanted: current } = touched;
  if (current === null) return missing;
  const previous = table.decodeItem(current);
  const failed = failedCheck(checks, previous);
  if (failed !== null) return { status: 'rejected', reason: 'check', check: failed, previous };
  touched.wanted = null;
  return { status: 'written', item: null, previous };
}

const missing: Rejected = Object.freeze({ status: 'rejected', reason: 'missing', check: -1, previous: null });

function failedCheck(checks: readonly Filter[], item: Item | null): number | null {
  const position = checks.findIndex((check) => !matchesFilter(check, item));
  return position === -1 ? null : position;
}
