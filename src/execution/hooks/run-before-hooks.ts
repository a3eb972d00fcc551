import { identityOfEvent } from '../../functions/identity-of-event.ts';
import type { Item } from '../../ir/item.ts';
import { FieldError } from '../errors/field-error.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';
import { HookWrites } from './hook-writes.ts';
import type { BeforeHook, WriteKind } from './write-hooks.ts';

/**
 * How often hooks are asked again because a record changed between being read and being written. Of several writers one
 * always gets through; the request's own time ends it before this does.
 */
export const maxHookAttempts = 100;

/** What hooks made of a write. */
export interface HookedWrite {
  readonly input: Item;
  readonly joint: HookWrites;
}

/**
 * Asks the hooks about a write, one after the other, each with what the one before left of the input.
 *
 * @throws FieldError where one refuses, or fails: then the client learns that, and `onError` why
 */
export async function runBeforeHooks(
  run: RequestRun,
  step: LoadStep,
  hooks: readonly BeforeHook[],
  write: { readonly kind: WriteKind; readonly facts: ModelFacts; readonly input: Item; readonly current: Item | null },
): Promise<HookedWrite> {
  const { kind, facts, current } = write;
  const { request, environment } = run;
  const joint = new HookWrites(run, facts, write.input);
  let input = write.input;
  for (const hook of hooks) {
    try {
      const changes = await hook({
        kind,
        model: facts.model.name,
        input,
        current,
        identity: identityOfEvent(request.identity),
        headers: request.headers,
        requestId: request.requestId,
        transaction: joint,
        refuse,
      });
      input = merged(facts, kind, input, changes);
    } catch (error) {
      if (error instanceof FieldError) throw error;
      environment.onError(error);
      throw new FieldError(`A hook of ${step.fieldName} failed.`, 'HookFailure');
    }
  }
  // Nobody waits any more for a request whose time is over; then nothing may be written either.
  run.checkDeadline();
  return { input, joint };
}

function refuse(
  message: string,
  errorType: string | null = null,
  details: { readonly data?: unknown; readonly errorInfo?: unknown } = {},
): never {
  throw new FieldError(message, errorType, details);
}

function merged(facts: ModelFacts, kind: WriteKind, input: Item, changes: unknown): Item {
  if (changes === undefined || changes === null) return input;
  const { name } = facts.model;
  if (typeof changes !== 'object' || Array.isArray(changes)) {
    throw new TypeError(`A hook about ${name} returned what is no object of changes.`);
  }
  if (kind === 'delete')
    throw new TypeError(`A hook about the delete of ${name} returned changes: there is nothing to change.`);
  for (const [field, value] of Object.entries(changes)) {
    if (!facts.fields.has(field)) throw new TypeError(`A hook changes ${name}.${field}, which there is not.`);
    if (kind === 'update' && facts.primaryKey.fields.includes(field) && value !== input[field]) {
      throw new TypeError(`A hook changes ${name}.${field}, which is part of the key.`);
    }
  }
  return Object.assign(Object.create(null), input, changes) as Item;
}
