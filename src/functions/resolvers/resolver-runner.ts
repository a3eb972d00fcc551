import { isAbsolute } from 'node:path';
import type { ResolverHandler } from '../../ir/data-model.ts';
import type { OnSources } from '../bundle-sources.ts';
import { infoOf } from '../event-of.ts';
import type { HttpLimits } from '../exchange-http.ts';
import type { Invocation } from '../function-invoker.ts';
import type { FunctionLog } from '../function-runner.ts';
import { HandlerError } from '../handler-error.ts';
import { identityOfEvent } from '../identity-of-event.ts';
import type { Functions } from '../open-functions.ts';
import type { ResolverFailure } from './appsync/call-state.ts';
import type { FunctionOutcome } from './appsync/serve-resolver.ts';
import { bundleResolver, type ResolverBundle } from './bundle-resolver.ts';
import type { DataSource } from './data-source.ts';
import type { DataSourceDefinition } from './data-source-definition.ts';
import { httpDataSource } from './http-data-source.ts';
import { lambdaDataSource } from './lambda-data-source.ts';
import { missingDataSourceAdvice } from './missing-data-source.ts';
import { noneDataSource } from './none-data-source.ts';
import type { SandboxLimits } from './resolver-sandbox.ts';
import { SandboxThread } from './sandbox-thread.ts';
import { tableDataSource } from './tables/table-data-source.ts';
import type { PageTokens } from './tables/table-operations.ts';

export interface ResolverRunnerOptions {
  readonly limits?: Partial<SandboxLimits>;
  readonly http?: Partial<HttpLimits>;
  /** Data sources beside the tables of the models. */
  readonly dataSources?: readonly DataSourceDefinition[];
  /** What Lambda data sources call. */
  readonly functions: Functions;
  /** `ctx.env`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Seals the tokens of pages of tables elsewhere. */
  readonly pageTokens?: PageTokens;
  readonly onSources?: OnSources;
  readonly log: FunctionLog;
}

/** What the functions of a pipeline share. */
export interface PipelineState {
  stash: unknown;
  /** `ctx.prev.result`. */
  previous: unknown;
  ended: boolean;
}

/** Runs AppSync's JavaScript resolvers. `reference/runtime.md` section 8.2. */
export class ResolverRunner {
  readonly #options: ResolverRunnerOptions;
  readonly #thread: SandboxThread;
  readonly #bundles = new Map<string, Promise<ResolverBundle>>();
  readonly #sources: ReadonlyMap<string, DataSource>;

  constructor(options: ResolverRunnerOptions) {
    this.#options = options;
    this.#thread = new SandboxThread({ timeout: 500, memory: 32 * 1024 * 1024, ...options.limits });
    this.#sources = new Map([
      ['NONE', noneDataSource],
      ['NONE_DS', noneDataSource],
      ...(options.dataSources ?? []).map((each) => [each.name, dataSourceOf(each, options)] as const),
    ]);
  }

  /** The stash at the beginning of a pipeline: what Amplify's own first function puts there. */
  firstStash(): Record<string, unknown> {
    return { awsAppsyncApiId: 'preamp', amplifyApiEnvironmentName: 'NONE' };
  }

  /** Runs one function of a pipeline and notes in `state` what the next one sees. */
  async run(handler: ResolverHandler, invocation: Invocation, state: PipelineState): Promise<void> {
    const dataSource = this.#dataSource(handler, invocation);
    const context = {
      arguments: invocation.arguments,
      identity: identityOfEvent(invocation.identity),
      source: invocation.source ?? null,
      request: { headers: invocation.headers, domainName: null },
      info: infoOf(invocation),
      env: this.#options.environment ?? {},
      prev: { result: state.previous },
    };
    const call = async (name: 'request' | 'response', more: Readonly<Record<string, unknown>>) => {
      const outcome = await this.#call(handler, invocation, name, { ...context, ...more, stash: state.stash });
      state.stash = outcome.stash;
      if (outcome.kind === 'early') {
        state.previous = outcome.value;
        state.ended = outcome.skipTo === 'END';
        return null;
      }
      return outcome;
    };
    const requested = await call('request', {});
    if (requested === null) return;
    const { result, error } = await dataSource(
      asRequest(requested.value, handler, dataSource === noneDataSource),
      invocation.requestId,
    );
    const responded = await call('response', { result, ...(error === null ? {} : { error }) });
    if (responded !== null) state.previous = responded.value;
  }

  async close(): Promise<void> {
    await Promise.all([this.#thread.close(), ...[...this.#sources.values()].map((source) => source.close?.())]);
  }

  async #call(handler: ResolverHandler, invocation: Invocation, name: 'request' | 'response', context: object) {
    const { code } = await this.#bundle(handler, invocation);
    const { outcome, printed } = await this.#thread
      .run({
        entry: handler.entry,
        code,
        name,
        authType: authTypes[invocation.identity.mode],
        context: JSON.stringify(context),
      })
      .catch((error: unknown) => {
        if (error instanceof Error && error.cause !== undefined)
          this.#log(handler, invocation, `${name}: ${String(error.cause)}`);
        throw error;
      });
    for (const text of printed) this.#log(handler, invocation, text);
    if (outcome.kind === 'exhausted') {
      this.#log(handler, invocation, `${name}: ${outcome.message}`);
      throw new HandlerError('Runtime Error', { errorType: 'Code' });
    }
    return this.#checked(outcome, handler, invocation, name);
  }

  #checked(outcome: FunctionOutcome, handler: ResolverHandler, invocation: Invocation, name: string) {
    for (const failure of outcome.errors) invocation.effects?.appendError(errorOf(failure));
    for (const [name, value] of Object.entries(outcome.headers)) invocation.effects?.addResponseHeader(name, value);
    switch (outcome.kind) {
      case 'failed': {
        if (outcome.failure !== 'unauthorized') throw errorOf(outcome.failure);
        const { fieldName, typeName } = invocation;
        throw new HandlerError(`Not Authorized to access ${fieldName} on type ${typeName}`, {
          errorType: 'Unauthorized',
        });
      }
      case 'thrown':
        this.#log(handler, invocation, `${name}: ${outcome.message}`);
        throw new HandlerError('Runtime Error', { errorType: 'Code' });
      default:
        this.#aboutSubscriptions(outcome, handler, invocation);
        return outcome;
    }
  }

  /** A function that failed filters and ends nothing. */
  #aboutSubscriptions(
    { subscriptionFilter, invalidationFilter, invalidations }: FunctionOutcome,
    handler: ResolverHandler,
    invocation: Invocation,
  ): void {
    const { effects, typeName } = invocation;
    const misplaced = (name: string, type: string): void =>
      this.#log(handler, invocation, `extensions.${name} does nothing in a ${typeName}: it is for a ${type}.`);
    if (subscriptionFilter !== null) {
      if (typeName === 'Subscription') effects?.setSubscriptionFilter(subscriptionFilter);
      else misplaced('setSubscriptionFilter', 'Subscription');
    }
    if (invalidationFilter !== null) {
      if (typeName === 'Subscription') effects?.setSubscriptionInvalidationFilter(invalidationFilter);
      else misplaced('setSubscriptionInvalidationFilter', 'Subscription');
    }
    for (const { subscriptionField, payload } of invalidations) {
      if (typeName === 'Mutation') effects?.invalidateSubscriptions(subscriptionField, payload);
      else misplaced('invalidateSubscriptions', 'Mutation');
    }
  }

  async #bundle(handler: ResolverHandler, invocation: Invocation): Promise<ResolverBundle> {
    const { entry } = handler;
    if (!isAbsolute(entry)) {
      throw new HandlerError(`The resolver ${entry} of ${invocation.fieldName} has no absolute path.`, {
        errorType: 'Code',
      });
    }
    let bundle = this.#bundles.get(entry);
    if (bundle === undefined) {
      const readAt = Date.now();
      bundle = bundleResolver(entry).then((made) => {
        this.#options.onSources?.(made.inputs, readAt);
        return made;
      });
      this.#bundles.set(entry, bundle);
    }
    try {
      return await bundle;
    } catch (cause) {
      this.#bundles.delete(entry);
      this.#log(handler, invocation, String(cause));
      throw new HandlerError(
        `The resolver of ${invocation.typeName}.${invocation.fieldName} does not build. The log has the details.`,
        { errorType: 'Code', cause },
      );
    }
  }

  #dataSource({ dataSource: name }: ResolverHandler, { dataSources, typeName, fieldName }: Invocation): DataSource {
    const found = this.#sources.get(name) ?? dataSources?.tables.get(name);
    if (found !== undefined) return found;
    const known = [...this.#sources.keys(), ...(dataSources?.tables.keys() ?? [])].filter((each) => each !== 'NONE');
    throw new HandlerError(
      `The resolver of ${typeName}.${fieldName} uses the data source '${name}', which there is not; data sources are: ${known.join(', ')}. ${missingDataSourceAdvice(name, null)}`,
      { errorType: 'UnsupportedOperation' },
    );
  }

  #log(handler: ResolverHandler, invocation: Invocation, text: string): void {
    this.#options.log({ function: handler.entry, requestId: invocation.requestId, text });
  }
}

/** Without a secret there is one page. */
const noTokens: PageTokens = {
  seal: () => {
    throw new HandlerError('Pages need a secret for their tokens.', { errorType: 'UnsupportedOperation' });
  },
  open: () => null,
};

const authTypes = {
  API_KEY: 'API Key Authorization',
  AMAZON_COGNITO_USER_POOLS: 'User Pool Authorization',
  OPENID_CONNECT: 'Open ID Connect Authorization',
  AWS_IAM: 'IAM Authorization',
  AWS_LAMBDA: 'Lambda Authorization',
} as const;

function dataSourceOf(definition: DataSourceDefinition, options: ResolverRunnerOptions): DataSource {
  const { http = {}, functions, log, pageTokens = noTokens } = options;
  switch (definition.kind) {
    case 'none':
      return noneDataSource;
    case 'http':
      return httpDataSource(definition.url, http, definition.signing);
    case 'table':
      return tableDataSource(definition.name, definition.address, pageTokens, log);
    case 'missing':
      return async () => {
        const { name, call } = definition;
        throw new HandlerError(`There is no data source '${name}' here. ${missingDataSourceAdvice(name, call)}`, {
          errorType: 'UnsupportedOperation',
        });
      };
    case 'lambda': {
      const runner = functions.find(definition.function);
      if (runner !== null) return lambdaDataSource(runner);
      return async () => {
        throw new HandlerError(
          `The data source '${definition.name}' is the function '${definition.function}', which there is not.`,
          {
            errorType: 'Lambda:ResourceNotFoundException',
          },
        );
      };
    }
  }
}

function asRequest(value: unknown, handler: ResolverHandler, mayBeEmpty: boolean): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  if (mayBeEmpty && value === null) return {};
  throw new HandlerError(`The function 'request' for ${handler.dataSource} did not return a request object.`, {
    errorType: 'MappingTemplate',
  });
}

function errorOf({ message, errorType, data, errorInfo }: ResolverFailure): HandlerError {
  return new HandlerError(message, { errorType, data, errorInfo });
}
