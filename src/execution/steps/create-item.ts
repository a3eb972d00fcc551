import { jsonEqual } from '../../filter/json-equal.ts';
import type { Item } from '../../ir/item.ts';
import type { WriteOperation } from '../../storage/storage-engine.ts';
import { conditionalCheckFailed } from '../errors/database-errors.ts';
import { unauthorized, unauthorizedOn } from '../errors/unauthorized.ts';
import { maxHookAttempts, runBeforeHooks } from '../hooks/run-before-hooks.ts';
import { writeJointly } from '../hooks/write-jointly.ts';
import { checkInput } from '../input/check-input.ts';
import { checkKey } from '../input/check-key.ts';
import { compositeAttributes } from '../input/composite-attributes.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import { newItem } from '../input/new-item.ts';
import { withoutNulls } from '../input/without-nulls.ts';
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

  const hooks = environment.hooks.before('create', model);
  const values = { ...sent, ...decision.assign };
  const checks = [filterOfInput(condition, facts.ownerFields)].filter((check) => check !== null);
  for (let attempt = 0; attempt < maxHookAttempts; attempt += 1) {
    const hooked =
      hooks.length === 0
        ? { input: values, joint: null }
        : await runBeforeHooks(run, step, hooks, { kind: 'create', facts, input: values, current: null });
    checkInput(facts, hooked.input);
    const item = withoutNulls(hooked.input);
    checkKey(facts, item, request.requestId);
    const whole = { ...item, ...compositeAttributes(facts, item, serverFields) };
    const operation: WriteOperation = { kind: 'create', model, item: whole, checks };
    const written = await writeJointly(run, operation, hooked.joint);
    if (written === 'changed') continue;
    const { result, publish } = written;
    if (result?.status !== 'written') {
      // A create that is repeated, as clients do when an answer was lost, is answered with what is there.
      const existing = result?.status === 'rejected' && result.reason === 'exists' ? result.previous : null;
      if (existing !== null && jsonEqual(withoutNulls(existing), whole)) return existing;
      throw conditionalCheckFailed(request.requestId);
    }
    const created = result.item ?? whole;
    await publish({ kind: 'create', model, item: created, previous: null });
    return created;
  }
  throw conditionalCheckFailed(request.requestId, 'The records that hooks read kept changing.');
}
