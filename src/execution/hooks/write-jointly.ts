import type { Change } from '../../realtime/change.ts';
import type { WriteOperation, WriteResult } from '../../storage/storage-engine.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import { conditionalCheckFailed } from '../errors/database-errors.ts';
import type { RequestRun } from '../run/request-run.ts';
import { committed } from './committed.ts';
import type { HookWrites } from './hook-writes.ts';

/**
 * Makes a write together with what hooks want written beside it, in one atomic step. Gives the result of the write
 * itself, or `changed` where a record that a hook read is no longer what it was: then nothing was written, and the hooks
 * are to be asked again. `joint` is `null` where there are no hooks.
 *
 * @throws FieldError where a write of a hook is refused
 */
export async function writeJointly(
  run: RequestRun,
  operation: WriteOperation,
  joint: HookWrites | null,
): Promise<JointResult | 'changed'> {
  const { store } = run.environment;
  if (joint === null) {
    const [result] = await store.write([operation]);
    return { result, publish: (change) => committed(run, change) };
  }
  const beside = await joint.operations();
  const [result, ...others] = await store.write([operation, ...beside.map((each) => each.operation)]);
  for (const [i, other] of others.entries()) {
    if (other.status !== 'rejected') continue;
    const { kind, guard, operation: refused } = beside[i]!;
    if (guard !== -1 && (other.reason === 'missing' || other.check === guard)) return 'changed';
    throw conditionalCheckFailed(run.request.requestId, `The ${kind} of ${refused.model} by a hook was refused.`);
  }
  return {
    result,
    publish: async (change) => {
      await committed(run, change);
      for (const [i, other] of others.entries()) {
        const { kind, operation: written } = beside[i]!;
        if (other.status !== 'written' || kind === null) continue;
        const item = kind === 'delete' ? other.previous : other.item;
        const previous = kind === 'update' ? other.previous : null;
        if (item !== null) await committed(run, { kind, model: written.model, item, previous });
      }
    },
  };
}

interface JointResult {
  readonly result: WriteResult | undefined;
  /** Tells subscribers and hooks of the write, and of those beside it. */
  publish(change: Change): MaybePromise<void>;
}
