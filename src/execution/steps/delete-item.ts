import type { Filter } from '../../filter/filter.ts';
import type { Item } from '../../ir/item.ts';
import { conditionalCheckFailed } from '../errors/database-errors.ts';
import type { FieldError } from '../errors/field-error.ts';
import { unauthorized, unauthorizedOn } from '../errors/unauthorized.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';
import { inputOf } from './input-of.ts';
import { keyOf } from './load-get.ts';

/**
 * `deleteX`: one write conditional on the rules and the `condition` argument. Deleting what does not exist is no error,
 * except for a caller whose rules need a record. `reference/runtime.md` section 2.4.
 */
export async function deleteItem(run: RequestRun, step: LoadStep, facts: ModelFacts): Promise<Item | null> {
  const { environment, request } = run;
  const model = facts.model.name;
  const { input, condition } = inputOf(run, step);
  const decision = environment.authorizer.delete(model, request.identity);
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  if (decision.effect === 'denyFields') throw unauthorizedOn(decision.fields, run.explained(decision.explanation));

  const refused = (): FieldError => unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'delete'));
  const checks: { readonly filter: Filter; readonly failure: () => FieldError }[] = [];
  if (decision.filter !== null) checks.push({ filter: decision.filter, failure: refused });
  for (const { fields, filter } of decision.fieldFilters) {
    checks.push({ filter, failure: () => unauthorizedOn(fields, run.explainRecord(model, 'delete')) });
  }
  const conditionFilter = filterOfInput(condition, facts.ownerFields);
  if (conditionFilter !== null) {
    checks.push({ filter: conditionFilter, failure: () => conditionalCheckFailed(request.requestId) });
  }

  const [result] = await environment.store.write([
    { kind: 'delete', model, key: keyOf(facts, input), checks: checks.map((check) => check.filter) },
  ]);
  if (result?.status === 'written' && result.previous !== null) {
    environment.bus.publish({ kind: 'delete', model, item: result.previous, previous: null });
    return result.previous;
  }
  if (result?.status === 'rejected' && result.reason === 'missing') {
    if (decision.filter !== null) throw refused();
    return null;
  }
  if (result?.status === 'rejected' && result.reason === 'check') {
    throw checks[result.check]?.failure() ?? conditionalCheckFailed(request.requestId);
  }
  throw conditionalCheckFailed(request.requestId);
}
