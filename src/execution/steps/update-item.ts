import { visibleFilter } from '../../auth/visible-filter.ts';
import type { Filter } from '../../filter/filter.ts';
import type { Item } from '../../ir/item.ts';
import type { WriteOperation, WriteResult } from '../../storage/storage-engine.ts';
import { conditionalCheckFailed, invalidRequest } from '../errors/database-errors.ts';
import type { FieldError } from '../errors/field-error.ts';
import { unauthorized, unauthorizedOn } from '../errors/unauthorized.ts';
import type { HookWrites } from '../hooks/hook-writes.ts';
import { maxHookAttempts, runBeforeHooks } from '../hooks/run-before-hooks.ts';
import { writeJointly } from '../hooks/write-jointly.ts';
import { changesOfInput } from '../input/changes-of-input.ts';
import { checkInput } from '../input/check-input.ts';
import { compositeChanges, partlyTouchedKeys } from '../input/composite-attributes.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import { unchangedFilter } from '../input/unchanged-filter.ts';
import { updatedAt } from '../input/updated-at.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';
import { inputOf } from './input-of.ts';
import { keyOf } from './load-get.ts';

/** How often an update is tried again whose record changed between reading and writing. */
const maxAttempts = 10;

/** A filter of a write, and the error where it does not hold. `null`: the record changed meanwhile. */
interface WriteCheck {
  readonly filter: Filter;
  readonly failure: (() => FieldError) | null;
}

/**
 * `updateX`: values are set, nulls removed, in one write conditional on the rules and the `condition` argument. Only a
 * composite key of which the input gives a part makes it read first. `reference/runtime.md` section 2.3.
 */
export async function updateItem(run: RequestRun, step: LoadStep, facts: ModelFacts): Promise<Item> {
  const { environment, request } = run;
  const model = facts.model.name;
  const { input, condition } = inputOf(run, step);
  const key = keyOf(facts, input);
  const named = changesOfInput(facts, input);

  const hooks = environment.hooks.before('update', model);
  const partial = partlyTouchedKeys(facts, input);
  if (partial.length === 0) compositeChanges(facts, input, null);
  const decision = environment.authorizer.update(model, request.identity, Object.keys(named.set), named.remove);
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  if (decision.effect === 'denyFields') throw unauthorizedOn(decision.fields, run.explained(decision.explanation));
  if (hooks.length === 0) checkInput(facts, input);

  const refused = (): FieldError => unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'update'));
  const checks: WriteCheck[] = [];
  if (decision.filter !== null) checks.push({ filter: decision.filter, failure: refused });
  for (const { fields, filter } of decision.fieldFilters) {
    checks.push({ filter, failure: () => unauthorizedOn(fields, run.explainRecord(model, 'update')) });
  }
  const conditionFilter = visibleFilter(filterOfInput(condition, facts.ownerFields), run.decisions.result(model));
  if (conditionFilter !== null) {
    checks.push({ filter: conditionFilter, failure: () => conditionalCheckFailed(request.requestId) });
  }

  for (let attempt = 0; attempt < (hooks.length > 0 ? maxHookAttempts : maxAttempts); attempt += 1) {
    const isRead = partial.length > 0 || hooks.length > 0;
    const current = isRead ? await environment.store.get(model, key) : null;
    let hooked: HookedUpdate = { input, joint: null };
    if (hooks.length > 0) {
      // Hooks hear of what the caller may do, and of nothing else.
      if (current === null) throw missingFailure(decision.filter === null ? null : refused, request.requestId);
      const broken = checks.find(({ filter }) => !environment.predicateOf(filter)(current));
      if (broken?.failure != null) throw broken.failure();
      hooked = await runBeforeHooks(run, step, hooks, { kind: 'update', facts, input, current });
      checkInput(facts, hooked.input);
    }
    const { set, remove } = changesOfInput(facts, hooked.input);
    const values = { ...set, ...updatedAt(facts, hooked.input, environment.clock()) };
    if (Object.keys(values).length === 0 && remove.length === 0) {
      throw invalidRequest('Invalid UpdateExpression: The expression can not be empty;', request.requestId);
    }
    const rebuilt = rebuild(run, facts, hooked.input, current, checks);
    const all = [...checks, ...(current === null ? [] : unchanged(facts, hooked, current))];
    const operation: WriteOperation = {
      kind: 'update',
      model,
      key,
      set: { ...values, ...rebuilt.set },
      remove: [...remove.filter((name) => !Object.hasOwn(values, name)), ...rebuilt.remove],
      checks: all.map((check) => check.filter),
    };
    const written = await writeJointly(run, operation, hooked.joint);
    if (written === 'changed') continue;
    const { result, publish } = written;
    if (result?.status === 'written' && result.item !== null) {
      await publish({ kind: 'update', model, item: result.item, previous: result.previous });
      return result.item;
    }
    const failure = failureOf(result, all, decision.filter === null ? null : refused, request.requestId);
    if (failure !== null) throw failure;
  }
  throw conditionalCheckFailed(request.requestId, 'The record kept changing while it was updated.');
}

/** An update's input, with what hooks made of it and want written beside it. */
interface HookedUpdate {
  readonly input: Item;
  readonly joint: HookWrites | null;
}

/** Composite attributes after the update. A record that the write will refuse anyway is not complained about first. */
function rebuild(run: RequestRun, facts: ModelFacts, input: Item, current: Item | null, checks: readonly WriteCheck[]) {
  const partial = partlyTouchedKeys(facts, input).length > 0;
  if (partial && current === null) return { set: {}, remove: [] };
  const isRefused = current !== null && checks.some(({ filter }) => !run.environment.predicateOf(filter)(current));
  return isRefused ? { set: {}, remove: [] } : compositeChanges(facts, input, current);
}

/** Checks that what was taken from the record, which for hooks is all of it, is still what it was. */
function unchanged(facts: ModelFacts, { input, joint }: HookedUpdate, current: Item): readonly WriteCheck[] {
  if (joint !== null) return [{ filter: unchangedFilter(facts, current), failure: null }];
  const fields = partlyTouchedKeys(facts, input).flatMap((each) => each.sortFields);
  return [...new Set(fields)]
    .filter((field) => input[field] === undefined)
    .map((field) => ({ filter: { op: 'eq', field, value: current[field] ?? null }, failure: null }));
}

function failureOf(
  result: WriteResult | undefined,
  checks: readonly WriteCheck[],
  refused: (() => FieldError) | null,
  requestId: string,
): FieldError | null {
  if (result?.status !== 'rejected') return conditionalCheckFailed(requestId);
  if (result.reason === 'check') return checks[result.check]?.failure?.() ?? null;
  return missingFailure(refused, requestId);
}

/** Whoever may write only some records must not learn which exist. */
function missingFailure(refused: (() => FieldError) | null, requestId: string): FieldError {
  return refused?.() ?? conditionalCheckFailed(requestId, 'There is no record with this key.');
}
