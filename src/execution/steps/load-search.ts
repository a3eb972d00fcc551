import type { Item } from '../../ir/item.ts';
import type { Cursor } from '../../storage/storage-engine.ts';
import { mapMaybe } from '../../util/map-maybe.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import { invalidRequest } from '../errors/database-errors.ts';
import { FieldError } from '../errors/field-error.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';
import { visibleItem } from '../run/visible-item.ts';
import { type AggregateInput, aggregateHits } from '../search/aggregate-hits.ts';
import { searchOrder } from '../search/search-order.ts';
import { searchPredicate } from '../search/search-predicate.ts';

/** Items read from the engine at a time. */
const batch = 1_000;

/**
 * `searchXs`: all records that the caller may search are read and matched here, within the request's limit of items.
 * There is no index, so that a search sees every write that came before it. `reference/runtime.md` section 9.
 */
export function loadSearch(run: RequestRun, step: LoadStep, facts: ModelFacts): MaybePromise<unknown> {
  const model = facts.model.name;
  const decision = run.read(model, 'search');
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  const args = step.arguments.read(run.variables);
  const aggregates = (Array.isArray(args.aggregates) ? args.aggregates : []) as readonly AggregateInput[];
  const closed = aggregates.find(({ field }) => decision.fields.has(field));
  if (closed !== undefined) {
    throw new FieldError(`Unauthorized to run aggregation on field: ${closed.field}`, 'Unauthorized');
  }
  const limit = typeof args.limit === 'number' ? args.limit : 100;
  const context = `search:${JSON.stringify([model, args.sort ?? null, decision.filter])}`;
  const from = startOf(run, context, args.nextToken, args.from);
  if (limit < 1 || from < 0) {
    throw invalidRequest("A search needs a 'limit' of at least 1 and a 'from' of at least 0", run.request.requestId);
  }
  const matches = searchPredicate(args.filter);
  const order = searchOrder(args.sort, facts.primaryKey.fields);
  const { filter } = decision;
  const visible = visibleItem(run.environment, decision.fields);
  /** Hits with what the caller sees of them: that is what finds and orders them. */
  const found: { readonly item: Item; readonly seen: Item }[] = [];

  function readFrom(after: Cursor | null): MaybePromise<void> {
    return mapMaybe(run.environment.store.scan({ model, filter, limit: batch, after }), (page) => {
      run.countItems(page.items.length);
      run.checkDeadline();
      for (const item of page.items) {
        const seen = visible(item);
        if (matches(seen)) found.push({ item, seen });
      }
      return page.next === null ? undefined : readFrom(page.next);
    });
  }

  return mapMaybe(readFrom(null), () => {
    const hits = found.sort((a, b) => order(a.seen, b.seen)).map(({ item }) => item);
    const end = from + Math.min(limit, run.environment.limits.maxPageSize);
    return {
      items: hits.slice(from, end),
      nextToken: end < hits.length ? run.environment.pageTokens.seal({ from: end }, context) : null,
      total: hits.length,
      aggregateItems: aggregates.map((each) => aggregateHits(each, hits)),
    };
  });
}

/** Position of the first hit to show: a token's, else the argument's. */
function startOf(run: RequestRun, context: string, token: unknown, from: unknown): number {
  if (typeof token === 'string' && token !== '') {
    return Number(run.environment.pageTokens.open(token, context).from);
  }
  return typeof from === 'number' ? from : 0;
}
