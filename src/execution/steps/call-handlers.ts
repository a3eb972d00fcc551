import type { InvocationEffects } from '../../functions/function-invoker.ts';
import type { Argument, Handler } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import { FieldError } from '../errors/field-error.ts';
import { fieldFailure } from '../errors/field-failure.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import { handlerArguments } from '../input/handler-arguments.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';

type SubscriptionEffects = Pick<InvocationEffects, 'setSubscriptionFilter' | 'setSubscriptionInvalidationFilter'>;

const none: SubscriptionEffects = { setSubscriptionFilter: () => {}, setSubscriptionInvalidationFilter: () => {} };

/** A custom operation. The result of a mutation that feeds subscriptions is published. `reference/runtime.md` section 8. */
export async function callOperation(
  run: RequestRun,
  step: LoadStep,
  operation: { readonly arguments: readonly Argument[]; readonly handlers: readonly Handler[] },
  subscription: SubscriptionEffects = none,
): Promise<unknown> {
  const decision = run.decisions.call(step.parentType, step.fieldName);
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  const value = await invoke(run, step, operation, null, subscription);
  const { bus, feedingMutations } = run.environment;
  if (step.parentType === 'Mutation' && value != null && feedingMutations.has(step.fieldName)) {
    bus.publish({ kind: 'mutation', mutation: step.fieldName, value });
  }
  return value;
}

/** A field with handlers of its own: one call for each parent. */
export function callForParents(
  run: RequestRun,
  step: LoadStep,
  field: { readonly arguments: readonly Argument[]; readonly handlers: readonly Handler[] },
  parents: readonly Item[],
): Promise<readonly unknown[]> {
  return Promise.all(
    parents.map((parent) =>
      invoke(run, step, field, parent).catch((error: unknown) => fieldFailure(error, run.environment.onError)),
    ),
  );
}

async function invoke(
  run: RequestRun,
  step: LoadStep,
  field: { readonly arguments: readonly Argument[]; readonly handlers: readonly Handler[] },
  source: Item | null,
  subscription: SubscriptionEffects = none,
): Promise<unknown> {
  const { request, environment } = run;
  return environment.invoker.invoke(field.handlers, {
    typeName: step.parentType,
    fieldName: step.fieldName,
    arguments: handlerArguments(environment.model, field.arguments, step.arguments.read(run.variables)),
    source,
    identity: request.identity,
    headers: request.headers,
    requestId: request.requestId,
    variables: request.variables ?? {},
    selectionSetList: step.selectionSetList,
    selectionSetGraphQL: step.selectionSetGraphQL,
    effects: {
      appendError: (error) => run.append(step.slot, source ?? run.root, fieldFailure(error, environment.onError)),
      addResponseHeader: (name, value) => {
        run.responseHeaders ??= {};
        run.responseHeaders[name] = value;
      },
      ...subscription,
      invalidateSubscriptions: (name, payload) => invalidate(run, step, name, payload),
    },
  });
}

/** A name that is not one would leave subscribers connected: it is an error beside the mutation's result. */
function invalidate(
  run: RequestRun,
  step: LoadStep,
  subscription: string,
  payload: Readonly<Record<string, unknown>>,
): void {
  const { schema, bus, onError } = run.environment;
  if (schema.getSubscriptionType()?.getFields()[subscription] !== undefined) {
    bus.publish({ kind: 'invalidation', subscription, payload });
    return;
  }
  const error = new FieldError(`There is no subscription '${subscription}' to invalidate.`, 'UnsupportedOperation');
  run.append(step.slot, run.root, fieldFailure(error, onError));
}
