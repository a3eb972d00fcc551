import { identityOfEvent } from '../../functions/identity-of-event.ts';
import type { Change } from '../../realtime/change.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import type { RequestRun } from '../run/request-run.ts';

/** Tells subscribers and hooks of a change that is durable. A promise asks the request to wait before it answers. */
export function committed(run: RequestRun, change: Change): MaybePromise<void> {
  const { bus, hooks } = run.environment;
  bus.publish(change);
  const { kind, model, item, previous } = change;
  return hooks.committed({
    kind,
    model,
    item: kind === 'delete' ? null : item,
    previous: kind === 'delete' ? item : previous,
    identity: identityOfEvent(run.request.identity),
    requestId: run.request.requestId,
  });
}
