import type { FunctionHandler, Handler, HttpHandler } from '../ir/data-model.ts';
import { callHttpEndpoint, type HttpLimits } from './call-http-endpoint.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { FunctionInvoker, Invocation } from './function-invoker.ts';
import { FunctionPool, type FunctionPoolOptions } from './function-pool.ts';
import { HandlerError } from './handler-error.ts';
import { identityOfEvent } from './identity-of-event.ts';
import { type PipelineState, ResolverRunner, type ResolverRunnerOptions } from './resolvers/resolver-runner.ts';

export interface FunctionInvokerOptions extends FunctionPoolOptions {
  readonly functions: readonly FunctionDefinition[];
  /** Replaces `${env}` in function names and `@http` URLs. Default `dev`. */
  readonly environmentName?: string;
  readonly http?: Partial<HttpLimits>;
  /** Settings of JavaScript resolvers. */
  readonly resolvers?: Pick<ResolverRunnerOptions, 'limits' | 'httpDataSources' | 'environment'>;
}

/** Runs function handlers in worker pools, one per function, `@http` handlers as requests, resolvers in a sandbox. */
export function createFunctionInvoker(options: FunctionInvokerOptions): FunctionInvoker {
  const environmentName = options.environmentName ?? 'dev';
  const pools = new Map(
    options.functions.map((definition) => [definition.name, new FunctionPool(definition, options)]),
  );

  const { http, log } = options;
  const resolvers = new ResolverRunner({ ...options.resolvers, log, ...(http === undefined ? {} : { http }) });

  function callFunction(handler: FunctionHandler, invocation: Invocation, prev: unknown): Promise<unknown> {
    const name = handler.name.replaceAll('${env}', environmentName).replace(/-$/, '');
    const pool = pools.get(name) ?? pools.get(handler.name.replace(/-?\$\{env\}/, ''));
    if (pool === undefined) {
      const known = [...pools.keys()].join(', ') || 'none';
      throw new HandlerError(
        `No function '${name}' is known to ${invocation.typeName}.${invocation.fieldName}; functions found: ${known}. Define it with defineFunction, put it in amplify/backend/function/${name}/src/index.js, or name it under 'functions' in the configuration.`,
        { errorType: 'Lambda:ResourceNotFoundException' },
      );
    }
    return pool.call(eventOf(invocation, prev), invocation.requestId);
  }

  async function run(handler: Handler, invocation: Invocation, prev: unknown, state: PipelineState): Promise<unknown> {
    switch (handler.kind) {
      case 'FunctionHandler': {
        const result = callFunction(handler, invocation, prev);
        if (!handler.async) return result;
        result.catch((error: unknown) => {
          options.log({ function: handler.name, requestId: invocation.requestId, text: String(error) });
        });
        return { success: true };
      }
      case 'HttpHandler':
        return callHttpEndpoint(withEnvironment(handler, environmentName), invocation, options.http);
      case 'ResolverHandler': {
        state.previous = prev;
        await resolvers.run(handler, invocation, state);
        return state.previous;
      }
    }
  }

  return {
    async invoke(handlers, invocation) {
      let result: unknown = {};
      const state: PipelineState = { stash: {}, previous: result, ended: false };
      for (const handler of handlers) {
        result = await run(handler, invocation, result, state);
        if (state.ended) break;
      }
      return result;
    },
    async close() {
      await Promise.all([resolvers, ...pools.values()].map((each) => each.close()));
    },
  };
}

function withEnvironment(handler: HttpHandler, environmentName: string): HttpHandler {
  return { ...handler, url: handler.url.replaceAll('${env}', environmentName) };
}

/** The event of a direct Lambda resolver. `reference/runtime.md` section 8.1. */
function eventOf(invocation: Invocation, prev: unknown): Readonly<Record<string, unknown>> {
  return {
    typeName: invocation.typeName,
    fieldName: invocation.fieldName,
    arguments: invocation.arguments,
    identity: identityOfEvent(invocation.identity),
    source: invocation.source ?? null,
    request: { headers: invocation.headers, domainName: null },
    prev: { result: prev },
    info: {
      parentTypeName: invocation.typeName,
      fieldName: invocation.fieldName,
      selectionSetList: invocation.selectionSetList,
    },
  };
}
