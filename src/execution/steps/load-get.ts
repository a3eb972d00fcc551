import { decideByFields } from '../../auth/decide-by-fields.ts';
import type { Key } from '../../storage/storage-engine.ts';
import { mapMaybe } from '../../util/map-maybe.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import { attributesFor } from '../run/attributes-for.ts';
import type { RequestRun } from '../run/request-run.ts';

/** `getX`: a missing record is null, a hidden one is refused. `reference/runtime.md` section 3.1. */
export function loadGet(run: RequestRun, step: LoadStep, facts: ModelFacts): MaybePromise<unknown> {
  const model = facts.model.name;
  const decision = run.read(model, 'get');
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  const args = step.arguments.read(run.variables);
  const key = keyOf(facts, args);
  const { filter } = decision;
  // Somebody else's owner key is refused whether or not there is such a record.
  if (filter !== null && decideByFields(filter, key) === 'none') {
    throw unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'get'));
  }
  return mapMaybe(run.environment.store.get(model, key, attributesFor(step, decision)), (item) => {
    if (item === null) return null;
    run.countItems(1);
    if (filter !== null && !run.environment.predicateOf(filter)(item)) {
      throw unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'get'));
    }
    return item;
  });
}

/** The primary key's values among others. */
export function keyOf(facts: ModelFacts, values: Readonly<Record<string, unknown>>): Key {
  const key: Record<string, unknown> = {};
  for (const field of facts.primaryKey.fields) key[field] = values[field];
  return key;
}
