import { visibleFilter } from '../../auth/visible-filter.ts';
import type { Filter } from '../../filter/filter.ts';
import type { Item } from '../../ir/item.ts';
import type { WriteOperation } from '../../storage/storage-engine.ts';
import { conditionalCheckFailed } from '../errors/database-errors.ts';
import type { FieldError } from '../errors/field-error.ts';
import { unauthorized, unauthorizedOn } from '../errors/unauthorized.ts';
import type { HookWrites } from '../hooks/hook-writes.ts';
import { maxHookAttempts, runBeforeHooks } from '../hooks/run-before-hooks.ts';
import { writeJointly } from '../hooks/write-jointly.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import { unchangedFilter } from '../input/unchanged-filter.ts';
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
  const conditionFilter = visibleFilter(filterOfInput(condition, facts.ownerFields), run.decisions.result(model));
  if (conditionFilter !== null) {
    checks.push({ filter: conditionFilter, failure: () => conditionalCheckFailed(request.requestId) });
  }

  const key = keyOf(facts, input);
  const hooks = environment.hooks.before('delete', model);
  const missing = (): null => {
    if (decision.filter !== null) throw refused();
    return null;
  };
  for (let attempt = 0; attempt < maxHookAttempts; attempt += 1) {
    let joint: HookWrites | null = null;
    let current: Item | null = null;
    if (hooks.length > 0) {
      current = await environment.store.get(model, key);
      if (current === null) return missing();
      // Hooks hear of what the caller may do, and of nothing else.
      for (const { filter, failure } of checks) if (!environment.predicateOf(filter)(current)) throw failure();
      ({ joint } = await runBeforeHooks(run, step, hooks, { kind: 'delete', facts, input: key, current }));
    }
    const filters = checks.map((check) => check.filter);
    const all = current === null ? filters : [...filters, unchangedFilter(facts, current)];
    const operation: WriteOperation = { kind: 'delete', model, key, checks: all };
    const written = await writeJointly(run, operation, joint);
    if (written === 'changed') continue;
    const { result, publish } = written;
    if (result?.status === 'written' && result.previous !== null) {
      await publish({ kind: 'delete', model, item: result.previous, previous: null });
      return result.previous;
    }
    if (result?.status === 'rejected' && result.reason === 'missing') return missing();
    if (result?.status === 'rejected' && result.reason === 'check') {
      const check = checks[result.check];
      if (check === undefined && current !== null) continue;
      throw check?.failure() ?? conditionalCheckFailed(request.requestId);
    }
    throw conditionalCheckFailed(request.requestId);
  }
  throw conditionalCheckFailed(request.requestId, 'The record kept changing while it was deleted.');
}
