import type { Api } from '../api/api.ts';
import type { Authorizer } from '../auth/authorizer.ts';
import { compileFilter, type ItemPredicate } from '../filter/compile-filter.ts';
import type { Filter } from '../filter/filter.ts';
import type { FunctionInvoker } from '../functions/function-invoker.ts';
import type { DataModel } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { Bus } from '../realtime/bus.ts';
import type { Store } from '../storage/storage-engine.ts';
import type { Clock } from '../util/clock.ts';
import { isNestedDeeper } from '../util/is-nested-deeper.ts';
import { mapMaybe } from '../util/map-maybe.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import { type Compatibility, noCompatibility } from './compatibility.ts';
import { CompiledDocument, type CompiledOperation, type PreparedOperation } from './document/compiled-document.ts';
import { DocumentCache } from './document/document-cache.ts';
import { nestedTooDeep, parseDocument } from './document/parse-document.ts';
import { requestErrorEntry } from './errors/error-entries.ts';
import { fieldFailure } from './errors/field-failure.ts';
import { RequestRefused } from './errors/request-refused.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';
import { defaultExecutionLimits, type ExecutionLimits } from './execution-limits.ts';
import type { ExecutionRequest, ExecutionResponse, Executor, SubscribeResult } from './executor.ts';
import type { GraphQLErrorEntry } from './graphql-error-entry.ts';
import { noHooks, type WriteHooks } from './hooks/write-hooks.ts';
import { modelFacts } from './model-facts.ts';
import { responseBody } from './response-body.ts';
import { IdentityDecisions } from './run/identity-decisions.ts';
import { loadValues } from './run/load-values.ts';
import { PageTokens } from './run/page-tokens.ts';
import { renderRoot } from './run/render-root.ts';
import { RequestRun } from './run/request-run.ts';
import { withinTime } from './run/within-time.ts';
import { prepareSubscription } from './subscribe/prepare-subscription.ts';

export interface ExecutorOptions {
  readonly api: Api;
  readonly authorizer: Authorizer;
  readonly store: Store;
  /** Gets every committed change, once, and the results of custom mutations that feed subscriptions. */
  readonly bus: Bus;
  readonly invoker: FunctionInvoker;
  /** Asked before, and told after, what generated mutations write; none unless given. */
  readonly hooks?: WriteHooks;
  /** Milliseconds since 1970; the timestamps of records come from it. */
  readonly clock: Clock;
  /** New ids; UUIDs of version 4 unless tests need others. */
  readonly ids: () => string;
  /** Seals page tokens; at least 32 random bytes, the same on all nodes. */
  readonly pageTokenSecret: Uint8Array;
  readonly limits?: Partial<ExecutionLimits>;
  /** Adds `extensions.explain` to refusals: which rules were tried. For development; false unless given. */
  readonly explain?: boolean;
  /** Official behaviour that is off unless given. */
  readonly compatibility?: Partial<Compatibility>;
  /** Hears of failures that clients are not told about. */
  readonly onError: (error: unknown) => void;
}

/**
 * Executes documents against one revision of a backend. A document is parsed, validated and planned once; where the
 * store is synchronous, a query's response is returned at once.
 *
 * @throws PreampError `validation-pattern-invalid` for a `matches` pattern that is no regular expression
 */
export function createExecutor(options: ExecutorOptions): Executor {
  const environment = environmentOf(options);
  const { limits, schema } = environment;
  const documents = new DocumentCache<CompiledDocument>(limits.maxCachedText);

  function prepare(request: ExecutionRequest): PreparedOperation {
    let document = documents.get(request.query);
    if (document === undefined) {
      const parsed = parseDocument(schema, request.query, limits);
      if (parsed.status === 'invalid') return parsed;
      document = new CompiledDocument(environment, parsed.document);
      documents.set(request.query, document);
    }
    const { operationName, variables } = request;
    if (isNestedDeeper(variables, limits.maxInputDepth + 1)) {
      return { status: 'invalid', errors: [requestErrorEntry(nestedTooDeep(limits), null)] };
    }
    return document.prepare(operationName, variables);
  }

  function run(request: ExecutionRequest): MaybePromise<ExecutionResponse> {
    const prepared = prepare(request);
    if (prepared.status === 'invalid') return ok(responseBody(null, prepared.errors));
    const { compiled, variables } = prepared;
    if (compiled.plan.operation.operation === 'subscription') {
      return ok(responseBody(null, [requestErrorEntry('Subscriptions are only served over a WebSocket.', null)]));
    }
    const current = new RequestRun(environment, request, compiled.plan, variables);
    const rendered = renderRoot(current);
    if (rendered === null) return runPlan(compiled, current);
    return mapMaybe(withinTime(current, rendered), (json) => {
      if (json === null) return runPlan(compiled, current);
      return ok(`{"data":{${JSON.stringify(compiled.plan.roots[0]!.responseKey)}:${json}}}`);
    });
  }

  function runPlan({ shape }: CompiledOperation, current: RequestRun): MaybePromise<ExecutionResponse> {
    return mapMaybe(withinTime(current, loadValues(current)), () => {
      const data = shape(current, current.root) ?? null;
      const response = ok(responseBody(data, current.errors));
      return current.responseHeaders === null ? response : { ...response, headers: current.responseHeaders };
    });
  }

  /** The entry of a failure that belongs to no field. */
  function requestFailure(error: unknown): GraphQLErrorEntry {
    const { message, errorType } = error instanceof RequestRefused ? error : fieldFailure(error, environment.onError);
    return { path: null, errorType, locations: null, message };
  }

  function failed(error: unknown): ExecutionResponse {
    if (!(error instanceof RequestRefused)) return ok(responseBody(null, [requestFailure(error)]));
    const { status, errorType, message } = error;
    return { status, errorType, body: JSON.stringify({ errors: [{ errorType, message }], message }) };
  }

  return {
    execute(request) {
      try {
        const response = run(request);
        return response instanceof Promise ? response.catch(failed) : response;
      } catch (error) {
        return failed(error);
      }
    },
    subscribe(request) {
      const refuse = (error: unknown): SubscribeResult => ({ status: 'refused', errors: [requestFailure(error)] });
      try {
        const prepared = prepare(request);
        if (prepared.status === 'invalid') return { status: 'refused', errors: prepared.errors };
        const result = prepareSubscription(environment, request, prepared.compiled, prepared.variables);
        return result instanceof Promise ? result.catch(refuse) : result;
      } catch (error) {
        return refuse(error);
      }
    },
  };
}

function environmentOf(options: ExecutorOptions): ExecutionEnvironment {
  const { api, authorizer } = options;
  const predicates = new WeakMap<Filter, ItemPredicate>();
  const decisions = new WeakMap<Identity, IdentityDecisions>();
  const compatibility = { ...noCompatibility, ...options.compatibility };
  const redactions = compatibility.appsyncRedaction
    ? new Map(api.model.models.map(({ name }) => [name, authorizer.redacted(name)]))
    : new Map<string, ReadonlySet<string>>();
  return {
    schema: api.schema,
    model: api.model,
    models: modelFacts(api.model),
    objectTypes: new Set(api.model.objects.map((type) => type.name)),
    authorizer,
    store: options.store,
    bus: options.bus,
    invoker: options.invoker,
    hooks: options.hooks ?? noHooks,
    clock: options.clock,
    ids: options.ids,
    limits: { ...defaultExecutionLimits, ...options.limits },
    pageTokens: new PageTokens(options.pageTokenSecret),
    explain: options.explain ?? false,
    compatibility,
    redacted: (model) => redactions.get(model) ?? nothing,
    onError: options.onError,
    feedingMutations: feedingMutations(api.model),
    predicateOf(filter) {
      let predicate = predicates.get(filter);
      if (predicate === undefined) {
        predicate = compileFilter(filter);
        predicates.set(filter, predicate);
      }
      return predicate;
    },
    decisionsOf(identity) {
      let known = decisions.get(identity);
      if (known === undefined) {
        known = new IdentityDecisions(authorizer, identity);
        decisions.set(identity, known);
      }
      return known;
    },
  };
}

/** Custom mutations that a custom subscription names. */
function feedingMutations(model: DataModel): ReadonlySet<string> {
  return new Set(model.operations.flatMap((operation) => operation.mutations));
}

const nothing: ReadonlySet<string> = new Set();

function ok(body: string): ExecutionResponse {
  return { status: 200, errorType: null, body };
}
