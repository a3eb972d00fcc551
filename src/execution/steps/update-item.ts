import type { Filter } from '../../filter/filter.ts';
import type { Item } from '../../ir/item.ts';
import type { WriteResult } from '../../storage/storage-engine.ts';
import { conditionalCheckFailed, invalidRequest } from '../errors/database-errors.ts';
import type { FieldError } from '../errors/field-error.ts';
import { unauthorized, unauthorizedOn } from '../errors/unauthorized.ts';
import { checkInput } from '../input/check-input.ts';
import { compositeChanges, partlyTouchedKeys } from '../input/composite-attributes.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
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
  const changes = Object.entries(input).filter(([name, value]) => !Object.hasOwn(key, name) && value !== undefined);
  const set = changes.filter(([, value]) => value !== null);
  const remove = changes.filter(([, value]) => value === null).map(([name]) => name);

  const partial = partlyTouchedKeys(facts, input);
  if (partial.length === 0) compositeChanges(facts, input, null);
  const decision = environment.authorizer.update(
    model,
    request.identity,
    set.map(([name]) => name),
    remove,
  );
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  if (decision.effect === 'denyFields') throw unauthorizedOn(decision.fields, run.explained(decision.explanation));
  checkInput(facts, input);

  const refused = (): FieldError => unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'update'));
  const checks: WriteCheck[] = [];
  if (decision.filter !== null) checks.push({ filter: decision.filter, failure: refused });
  for (const { fields, filter } of decision.fieldFilters) {
    checks.push({ filter, failure: () => unauthorizedOn(fields, run.explainRecord(model, 'update')) });
  }
  const conditionFilter = filterOfInput(condition, facts.ownerFields);
  if (conditionFilter !== null) {
    checks.push({ filter: conditionFilter, failure: () => conditionalCheckFailed(request.requestId) });
  }

  const values = { ...Object.fromEntries(set), ...touched(run, facts, input) };
  if (Object.keys(values).length === 0 && remove.length === 0) {
    throw invalidRequest('Invalid UpdateExpression: The expression can not be empty;', request.requestId);
  }
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const current = partial.length === 0 ? null : await environment.store.get(model, key);
    const rebuilt = rebuild(run, facts, input, current, checks);
    const all = [
      ...checks,
      ...(current === null
        ? []
        : unchanged(
            partial.flatMap((each) => each.sortFields),
            input,
            current,
          )),
    ];
    const [result] = await environment.store.write([
      {
        kind: 'update',
        model,
        key,
        set: { ...values, ...rebuilt.set },
        remove: [...remove.filter((name) => !Object.hasOwn(values, name)), ...rebuilt.remove],
        checks: all.map((check) => check.filter),
      },
    ]);
    if (result?.status === 'written' && result.item !== null) {
      environment.bus.publish({ kind: 'update', model, item: result.item, previous: result.previous });
      return result.item;
    }
    const failure = failureOf(result, all, decision.filter === null ? null : refused, request.requestId);
    if (failure !== null) throw failure;
  }
  throw conditionalCheckFailed(request.requestId, 'The record kept changing while it was updated.');
}

/** A new `updatedAt`, unless the client sends one. */
function touched(run: RequestRun, facts: ModelFacts, input: Item): Item {
  const name = facts.model.timestamps.updatedAt;
  if (name === null || (input[name] !== undefined && input[name] !== null)) return {};
  const type = facts.fields.get(name)?.type;
  const holdsText = type?.kind === 'NamedType' && ['AWSDateTime', 'String'].includes(type.name);
  return holdsText ? { [name]: new Date(run.environment.clock()).toISOString() } : {};
}

/** Composite attributes after the update. A record that the write will refuse anyway is not complained about first. */
function rebuild(run: RequestRun, facts: ModelFacts, input: Item, current: Item | null, checks: readonly WriteCheck[]) {
  const partial = partlyTouchedKeys(facts, input).length > 0;
  if (partial && current === null) return { set: {}, remove: [] };
  const isRefused = current !== null && checks.some(({ filter }) => !run.environment.predicateOf(filter)(current));
  return isRefused ? { set: {}, remove: [] } : compositeChanges(facts, input, current);
}

/** Checks that the parts taken from the record are still what they were. */
function unchanged(fields: readonly string[], input: Item, current: Item): readonly WriteCheck[] {
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
  // Whoever may write only some records must not learn which exist.
  if (refused !== null) return refused();
  return conditionalCheckFailed(requestId, 'There is no record with this key.');
}
