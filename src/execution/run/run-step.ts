import type { Item } from '../../ir/item.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import { FieldError } from '../errors/field-error.ts';
import { fieldFailure } from '../errors/field-failure.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import { callForParents, callOperation } from '../steps/call-handlers.ts';
import { createItem } from '../steps/create-item.ts';
import { deleteItem } from '../steps/delete-item.ts';
import { introspect } from '../steps/introspect.ts';
import { loadGet } from '../steps/load-get.ts';
import { loadList } from '../steps/load-list.ts';
import { loadRelation } from '../steps/load-relation.ts';
import { loadSearch } from '../steps/load-search.ts';
import { updateItem } from '../steps/update-item.ts';
import type { RequestRun } from './request-run.ts';

/**
 * Runs a step for all its parents and keeps what it yields for each: the value, or the {@link FieldError} in its place.
 * Never fails.
 */
export function runStep(run: RequestRun, step: LoadStep, parents: readonly object[]): MaybePromise<void> {
  const results = run.results[step.slot]!;
  const keep = (outcomes: readonly unknown[]): void => {
    for (let index = 0; index < parents.length; index += 1) results.set(parents[index]!, outcomes[index] ?? null);
  };
  const fail = (error: unknown): void => {
    const failure = fieldFailure(error, run.environment.onError);
    for (const parent of parents) results.set(parent, failure);
  };
  try {
    const outcomes = outcomesOf(run, step, parents);
    if (outcomes instanceof Promise) return outcomes.then(keep).catch(fail);
    keep(outcomes);
  } catch (error) {
    fail(error);
  }
}

function outcomesOf(run: RequestRun, step: LoadStep, parents: readonly object[]): MaybePromise<readonly unknown[]> {
  const { descriptor } = step;
  const { models } = run.environment;
  if (descriptor.kind === 'relation') {
    const related = models.get(descriptor.related.name)!;
    const { index } = descriptor.relation.lookup;
    const key = index === null ? related.primaryKey : related.indexes.get(index)!;
    return loadRelation(run, step, { relation: descriptor.relation, related, key }, parents as readonly Item[]);
  }
  if (descriptor.kind === 'computed') return callForParents(run, step, descriptor.field, parents as readonly Item[]);
  // Every other step stands at the root, which has one parent.
  const outcome = rootOutcome(run, step);
  return outcome instanceof Promise ? outcome.then((value) => [value]) : [outcome];
}

function rootOutcome(run: RequestRun, step: LoadStep): MaybePromise<unknown> {
  const { descriptor } = step;
  const { models } = run.environment;
  switch (descriptor.kind) {
    case 'introspection':
      return introspect(run, descriptor.document);
    case 'custom':
      return callOperation(run, step, descriptor.operation);
    case 'get':
      return loadGet(run, step, models.get(descriptor.model.name)!);
    case 'list': {
      const facts = models.get(descriptor.model.name)!;
      return loadList(run, step, facts, facts.primaryKey);
    }
    case 'indexQuery': {
      const facts = models.get(descriptor.model.name)!;
      return loadList(run, step, facts, facts.indexes.get(descriptor.index.name)!);
    }
    case 'search':
      return loadSearch(run, step, models.get(descriptor.model.name)!);
    case 'create':
      return createItem(run, step, models.get(descriptor.model.name)!);
    case 'update':
      return updateItem(run, step, models.get(descriptor.model.name)!);
    case 'delete':
      return deleteItem(run, step, models.get(descriptor.model.name)!);
    default:
      throw new FieldError('Subscriptions are only served over a WebSocket.', 'UnsupportedOperation');
  }
}
