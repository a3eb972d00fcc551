import { createHash, randomUUID } from 'node:crypto';
import { decideByFields } from '../../auth/decide-by-fields.ts';
import type { Filter } from '../../filter/filter.ts';
import type { CustomOperation } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import type { Publication } from '../../realtime/change.ts';
import type { PreparedSubscription } from '../../realtime/prepared-subscription.ts';
import { mapMaybe } from '../../util/map-maybe.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import type { CompiledOperation } from '../document/compiled-document.ts';
import type { Variables } from '../document/variables.ts';
import { RequestRefused } from '../errors/request-refused.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';
import type { ExecutionRequest, SubscribeResult } from '../executor.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { Arguments } from '../plan/argument-reader.ts';
import type { FieldPlan, LoadStep } from '../plan/operation-plan.ts';
import { responseBody } from '../response-body.ts';
import { loadBelow } from '../run/load-values.ts';
import { RequestRun } from '../run/request-run.ts';
import { visibleItem } from '../run/visible-item.ts';
import { withinTime } from '../run/within-time.ts';
import { callOperation } from '../steps/call-handlers.ts';
import { argumentPredicate } from './argument-predicate.ts';
import { filterOfGroups } from './filter-of-groups.ts';
import { ruleClass } from './rule-class.ts';
import { appsyncFilterLimits, excessOfFilter, generousFilterLimits } from './subscription-filter-limits.ts';

/** Which publications a subscription gets, and which of them pass. */
interface Source {
  readonly topics: readonly string[];
  readonly passes: (value: Item) => boolean;
  /** The filter that handlers set, which may depend on the caller; absent where they set none. */
  readonly filter?: Filter;
  /** Which invalidations end it, where handlers said so. */
  readonly invalidation?: { readonly field: string; readonly filter: Filter };
}

/**
 * Checks a subscription operation. Rules and arguments are applied to the whole record of each event, whatever the
 * mutation selected. `reference/runtime.md` section 7.
 *
 * @throws FieldError, RequestRefused where the caller may not subscribe
 */
export function prepareSubscription(
  environment: ExecutionEnvironment,
  request: ExecutionRequest,
  compiled: CompiledOperation,
  variables: Variables,
): MaybePromise<SubscribeResult> {
  const run = new RequestRun(environment, request, compiled.plan, variables);
  const [field] = compiled.plan.roots;
  if (compiled.plan.operation.operation !== 'subscription' || field?.source.kind !== 'step') {
    throw new RequestRefused(400, 'UnsupportedOperation', 'Only subscriptions are served by subscribing.');
  }
  const { step } = field.source;
  checkPermission(run, field);
  const { descriptor } = step;
  if (descriptor.kind === 'subscribe') {
    const facts = environment.models.get(descriptor.model.name)!;
    const excess = excessOf(run, step, facts.model.name);
    if (excess !== null) {
      return { status: 'refused', errors: [{ path: null, locations: null, message: excess, errorCode: 400 }] };
    }
    return accepted(run, compiled, field, modelSource(run, step, facts, descriptor.event));
  }
  if (descriptor.kind === 'custom') {
    return mapMaybe(customSource(run, step, descriptor.operation), (source) => accepted(run, compiled, field, source));
  }
  throw new RequestRefused(400, 'UnsupportedOperation', `${field.name} cannot be subscribed to.`);
}

function checkPermission(run: RequestRun, field: FieldPlan): void {
  const permission = run.decisions.permits(field.parentType, field.name);
  if (permission === 'outsidePolicy') {
    throw new RequestRefused(401, 'UnauthorizedException', 'You are not authorized to make this call.');
  }
  if (permission === 'deniedField') throw unauthorized(field.name, field.parentType, null);
}

/** Why the filter asks for more than one may; `null` where it does not. A caller without rights is refused elsewhere. */
function excessOf(run: RequestRun, step: LoadStep, model: string): string | null {
  const decision = run.read(model, 'listen');
  if (decision.effect === 'deny') return null;
  const { subscriptionFilterLimits } = run.environment.compatibility;
  const limits = subscriptionFilterLimits ? appsyncFilterLimits : generousFilterLimits;
  const given = filterOfInput(step.arguments.read(run.variables).filter);
  return excessOfFilter(given, decision.filter, limits, step.fieldName);
}

function modelSource(run: RequestRun, step: LoadStep, facts: ModelFacts, event: string): Source {
  const { environment } = run;
  const model = facts.model.name;
  const decision = run.read(model, 'listen');
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  const args = step.arguments.read(run.variables);
  const { filter } = decision;
  if (filter !== null && asksForOthers(facts, args, (known) => decideByFields(filter, known) === 'none')) {
    throw unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'listen'));
  }
  const matchesArguments = argumentPredicate(environment, args, facts.ownerFields);
  const isVisible = filter === null ? () => true : environment.predicateOf(filter);
  const visible = visibleItem(environment, decision.fields);
  return { topics: [`${event}:${model}`], passes: (item) => isVisible(item) && matchesArguments(visible(item)) };
}

/** Whether an owner argument names somebody whose records the rules do not show. */
function asksForOthers(facts: ModelFacts, args: Arguments, isExcluded: (known: Item) => boolean): boolean {
  const owners = Object.entries(args).filter(([name, value]) => facts.ownerFields.has(name) && value != null);
  return owners.length > 0 && isExcluded(Object.fromEntries(owners));
}

/** A custom subscription runs its handlers once, when it begins: they may refuse it. */
function customSource(run: RequestRun, step: LoadStep, operation: CustomOperation): MaybePromise<Source> {
  const { environment } = run;
  const decision = run.decisions.call(step.parentType, step.fieldName);
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  const args = step.arguments.read(run.variables);
  const fed = operation.mutations.map((mutation) => modelMutation(environment, mutation) ?? `mutation:${mutation}`);
  const source: Source = { topics: fed, passes: argumentPredicate(environment, args) };
  if (operation.handlers.length === 0) return source;
  let filtered = source;
  let invalidation: Source['invalidation'];
  const effects = {
    setSubscriptionFilter: (given: unknown): void => {
      const filter = filterOfGroups(given);
      // As in AppSync, such a filter takes the place of the arguments' equalities.
      filtered = { topics: fed, passes: environment.predicateOf(filter), filter };
    },
    setSubscriptionInvalidationFilter: (given: unknown): void => {
      invalidation = { field: step.fieldName, filter: filterOfGroups(given) };
    },
  };
  return mapMaybe(withinTime(run, callOperation(run, step, operation, effects)), () =>
    invalidation === undefined ? filtered : { ...filtered, invalidation },
  );
}

/** The topic of a generated mutation; `null` for a custom one. */
function modelMutation(environment: ExecutionEnvironment, mutation: string): string | null {
  for (const { model } of environment.models.values()) {
    for (const event of ['create', 'update', 'delete'] as const) {
      if (model.operations[event] === mutation) return `${event}:${model.name}`;
    }
  }
  return null;
}

function accepted(run: RequestRun, compiled: CompiledOperation, field: FieldPlan, source: Source): SubscribeResult {
  const { environment, request, variables } = run;
  const subscription: PreparedSubscription = {
    topics: source.topics,
    group: groupOf(run, source),
    expiresAt: request.identity.expiresAt,
    matches: (publication) => {
      const value = eventValue(publication);
      return typeof value === 'object' && value !== null && source.passes(value as Item);
    },
    isInvalidatedBy: ({ subscription: name, payload }) =>
      source.invalidation?.field === name && environment.predicateOf(source.invalidation.filter)(payload),
    render: (publication) => {
      const event = new RequestRun(environment, request, compiled.plan, variables);
      const loading = withinTime(event, loadBelow(event, field, eventValue(publication)));
      return mapMaybe(loading, () => responseBody(compiled.shape(event, event.root) ?? null, event.errors));
    },
  };
  return { status: 'accepted', subscription };
}

function eventValue(publication: Publication): unknown {
  return publication.kind === 'mutation' ? publication.value : publication.item;
}

/** Equal for subscriptions that see the same events in the same words. */
function groupOf(run: RequestRun, { filter, invalidation }: Source): string {
  const { environment, request, plan, variables } = run;
  const rules = ruleClass(environment, run.decisions, plan);
  if (rules === null) return randomUUID();
  const parts = [
    request.query,
    plan.operation.name?.value ?? null,
    variables.coerced,
    rules,
    filter ?? null,
    invalidation ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
