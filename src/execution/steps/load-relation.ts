import type { ReadDecision } from '../../auth/authorizer.ts';
import { decideByFields } from '../../auth/decide-by-fields.ts';
import { visibleFilter } from '../../auth/visible-filter.ts';
import type { SortCondition } from '../../filter/sort-condition.ts';
import type { Relation } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import type { Attributes, Partition } from '../../storage/storage-engine.ts';
import { mapMaybe } from '../../util/map-maybe.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import type { FieldError } from '../errors/field-error.ts';
import { fieldFailure } from '../errors/field-failure.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { KeyFacts, ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import { attributesFor } from '../run/attributes-for.ts';
import type { RequestRun } from '../run/request-run.ts';
import { connectionOf, cursorOf, tokenContext, tokenScope } from './connection.ts';
import { bothFilters, pageArguments } from './page-arguments.ts';
import { batchPages } from './read-pages.ts';
import { searchedFields } from './searched-fields.ts';

/** The related model as a relation sees it. */
export interface RelationTarget {
  readonly relation: Relation;
  readonly related: ModelFacts;
  /** The key that is looked up. */
  readonly key: KeyFacts;
}

/**
 * A relation field of many parents, in one engine call. The related model's rules hide children from a list and refuse
 * a single one. `reference/runtime.md` section 6.2, `reference/authorization.md` section 8.
 */
export function loadRelation(
  run: RequestRun,
  step: LoadStep,
  target: RelationTarget,
  parents: readonly Item[],
): MaybePromise<readonly unknown[]> {
  const { relation, related, key } = target;
  const decision = run.read(related.model.name, 'relation');
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  const attributes = attributesFor(step, decision);
  if (relation.relation === 'hasMany') return loadMany(run, step, target, parents, decision, attributes);
  const isFullKey = key.index === null && relation.lookup.from.length === key.fields.length;
  const found = isFullKey ? batchGet(run, target, parents, attributes) : firstOfIndex(run, target, parents, attributes);
  const isVisible = decision.filter === null ? () => true : run.environment.predicateOf(decision.filter);
  const hidden = (): FieldError =>
    unauthorized(step.fieldName, step.parentType, run.explainRecord(related.model.name, 'get'));
  return mapMaybe(found, (items) => items.map((item) => (item === null || isVisible(item) ? item : hidden())));
}

function loadMany(
  run: RequestRun,
  step: LoadStep,
  { relation, related, key }: RelationTarget,
  parents: readonly Item[],
  { filter, fields }: Extract<ReadDecision, { readonly effect: 'allow' }>,
  attributes: Attributes | undefined,
): MaybePromise<readonly unknown[]> {
  const model = related.model.name;
  const page = pageArguments(run, step, related, key, relation.limit);
  const searched = searchedFields(page.sort === null ? [] : key.sortFields, fields);
  if (searched === 'deny') throw unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'list'));
  const scope = tokenScope(key, page, filter);
  const outcomes: unknown[] = new Array(parents.length);
  const asked: { readonly index: number; readonly context: string }[] = [];
  const partitions: Partition[] = [];
  parents.forEach((parent, index) => {
    const values = lookupValues(relation, parent);
    if (values === null) {
      outcomes[index] = { items: [], nextToken: null };
      return;
    }
    if (filter !== null && decideByFields(filter, { [key.hash]: values[0] }) === 'none') {
      outcomes[index] = unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'list'));
      return;
    }
    const context = tokenContext(scope, values[0]);
    try {
      const after = cursorOf(run, page.token, context);
      partitions.push({ hash: values[0], sort: sortOf(key, values) ?? page.sort, after });
      asked.push({ index, context });
    } catch (error) {
      outcomes[index] = fieldFailure(error, run.environment.onError);
    }
  });
  if (partitions.length === 0) return outcomes;
  const { descending, limit } = page;
  run.checkPages(model, partitions.length, limit);
  const request = {
    model,
    index: key.index,
    descending,
    filter: bothFilters(bothFilters(visibleFilter(page.filter, fields), searched), filter),
    limit,
    partitions,
    attributes,
  };
  return mapMaybe(batchPages(run.environment, request), (pages) => {
    pages.forEach((each, position) => {
      const { index, context } = asked[position]!;
      outcomes[index] = connectionOf(run, step, each, context);
    });
    return outcomes;
  });
}

/** One look-up for each distinct key: parents that share a child share its item. */
function batchGet(
  run: RequestRun,
  { relation, related, key }: RelationTarget,
  parents: readonly Item[],
  attributes: Attributes | undefined,
): MaybePromise<readonly (Item | null)[]> {
  const positions = new Map<string, number>();
  const keys: Record<string, unknown>[] = [];
  const wanted = parents.map((parent) => {
    const values = lookupValues(relation, parent);
    if (values === null) return -1;
    const identity = values.length === 1 ? `${values[0]}` : JSON.stringify(values);
    let position = positions.get(identity);
    if (position === undefined) {
      position = keys.length;
      positions.set(identity, position);
      keys.push(Object.fromEntries(key.fields.map((field, index) => [field, values[index]])));
    }
    return position;
  });
  if (keys.length === 0) return parents.map(() => null);
  run.countItems(keys.length);
  return mapMaybe(run.environment.store.batchGet(related.model.name, keys, attributes), (items) =>
    wanted.map((position) => items[position] ?? null),
  );
}

function firstOfIndex(
  run: RequestRun,
  { relation, related, key }: RelationTarget,
  parents: readonly Item[],
  attributes: Attributes | undefined,
): MaybePromise<readonly (Item | null)[]> {
  const partitions: Partition[] = [];
  const wanted = parents.map((parent) => {
    const values = lookupValues(relation, parent);
    if (values === null) return -1;
    return partitions.push({ hash: values[0], sort: sortOf(key, values), after: null }) - 1;
  });
  if (partitions.length === 0) return parents.map(() => null);
  run.countItems(partitions.length);
  const request = {
    model: related.model.name,
    index: key.index,
    descending: false,
    filter: null,
    limit: 1,
    partitions,
    attributes,
  };
  return mapMaybe(run.environment.store.batchQuery(request), (pages) =>
    wanted.map((position) => pages[position]?.items[0] ?? null),
  );
}

type LookupValues = readonly [string | number, ...(string | number)[]];

/** The parent's values of the key's fields; `null` where one is absent, which leads nowhere. */
function lookupValues(relation: Relation, parent: Item): LookupValues | null {
  const values: (string | number)[] = [];
  for (const field of relation.lookup.from) {
    const value = parent[field];
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    values.push(value);
  }
  const [first, ...rest] = values;
  return first === undefined ? null : [first, ...rest];
}

/** The condition that a relation's own values put on the sort key; `null` where it fixes only the hash. */
function sortOf(key: KeyFacts, values: LookupValues): SortCondition | null {
  const parts = values.slice(1);
  const [only] = parts;
  if (only === undefined) return null;
  if (key.composite === null) return { op: 'eq', value: only };
  const joined = parts.join('#');
  return parts.length === key.sortFields.length
    ? { op: 'eq', value: joined }
    : { op: 'beginsWith', value: `${joined}#` };
}
