import { jsonEqual } from '../../filter/json-equal.ts';
import type { Item } from '../../ir/item.ts';
import type { WriteOperation } from '../../storage/storage-engine.ts';
import { conditionalCheckFailed, invalidRequest } from '../errors/database-errors.ts';
import { unauthorized, unauthorizedOn } from '../errors/unauthorized.ts';
import { checkInput } from '../input/check-input.ts';
import { compositeAttributes } from '../input/composite-attributes.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import { newItem } from '../input/new-item.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';
import { inputOf } from './input-of.ts';

/** `createX`: rules, checks, then one write conditional on the key being free. `reference/runtime.md` section 2.2. */
export async function createItem(run: RequestRun, step: LoadStep, facts: ModelFacts): Promise<Item> {
  const { environment, request } = run;
  const model = facts.model.name;
  const { input, condition } = inputOf(run, step);
  const now = new Date(environment.clock()).toISOString();
  const { sent, serverFields } = newItem(facts, input, now, environment.ids);
  // Key errors come before the rules; owners, which the rules fill in, may still complete a key.
  compositeAttributes(facts, sent, serverFields, facts.ownerFields);

  const decision = environment.authorizer.create(model, request.identity, sent, serverFields);
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  if (decision.effect === 'denyFields') throw unauthorizedOn(decision.fields, run.explained(decision.explanation));
  checkInput(facts, sent);

  const item = withoutNulls({ ...sent, ...decision.assign });
  checkKey(run, facts, item);
  const checks = [filterOfInput(condition, facts.ownerFields)].filter((check) => check !== null);
  const whole = { ...item, ...compositeAttributes(facts, item, serverFields) };
  const operation: WriteOperation = { kind: 'create', model, item: whole, checks };
  const [result] = await environment.store.write([operation]);
  if (result?.status !== 'written') {
    // A create that is repeated, as clients do when an answer was lost, is answered with what is there.
    const existing = result?.status === 'rejected' && result.reason === 'exists' ? result.previous : null;
    if (existing !== null && jsonEqual(withoutNulls(existing), whole)) return existing;
    throw conditionalCheckFailed(request.requestId);
  }
  const created = result.item ?? whole;
  environment.bus.publish({ kind: 'create', model, item: created, previous: null });
  return created;
}

/** A key that is null or empty is refused with DynamoDB's words. */
function checkKey(run: RequestRun, facts: ModelFacts, item: Item): void {
  for (const field of facts.primaryKey.fields) {
    const value = item[field];
    if (value === undefined) {
      throw invalidRequest(
        `One or more parameter values were invalid: Type mismatch for key ${field} expected: S actual: NULL`,
        run.request.requestId,
      );
    }
    if (value === '') {
      throw invalidRequest(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${field}`,
        run.request.requestId,
      );
    }
  }
}

function withoutNulls(values: Readonly<Record<string, unknown>>): Item {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}
