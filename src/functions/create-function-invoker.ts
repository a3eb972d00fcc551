import type { FunctionHandler, Handler } from '../ir/data-model.ts';
import { callHttpEndpoint } from './call-http-endpoint.ts';
import { eventOf } from './event-of.ts';
import type { HttpLimits } from './exchange-http.ts';
import type { FunctionInvoker, Invocation } from './function-invoker.ts';
import type { FunctionLog, FunctionRunner } from './function-runner.ts';
import { HandlerError } from './handler-error.ts';
import { namesIn, withEnvironment } from './name-in-environment.ts';
import type { Functions } from './open-functions.ts';
import { type PipelineState, ResolverRunner, type ResolverRunnerOptions } from './resolvers/resolver-runner.ts';

export interface FunctionInvokerOptions {
  /** Closed with the invoker. */
  readonly functions: Functions;
  /** Replaces `${env}` in function names and `@http` URLs. Default `dev`. */
  readonly environmentName?: string;
  /** Replaces `${aws_region}` in `@http` URLs. Default `us-east-1`. */
  readonly region?: string;
  readonly http?: Partial<HttpLimits>;
  /** Settings of JavaScript resolvers. */
  readonly resolvers?: Omit<ResolverRunnerOptions, 'log' | 'http' | 'functions'>;
  readonly log: FunctionLog;
}

/** Runs function handlers where the functions are, `@http` handlers as requests, resolvers in a sandbox. */
export function createFunctionInvoker(options: FunctionInvokerOptions): FunctionInvoker {
  const { http, log, functions } = options;
  const environment = { env: options.environmentName ?? 'dev', region: options.region ?? 'us-east-1' };
  const resolvers = new ResolverRunner({
    ...options.resolvers,
    functions,
    log,
    ...(http === undefined ? {} : { http }),
  });

  function runnerOf(handler: FunctionHandler, invocation: Invocation): FunctionRunner {
    const names = namesIn(environment, handler.name);
    const runner = names.map((name) => functions.find(name)).find((found) => found !== null);
    if (runner !== undefined) return runner;
    const known = functions.names.join(', ') || 'none';
    throw new HandlerError(
      `No function '${names[0]}' is known to ${invocation.typeName}.${invocation.fieldName}; functions found: ${known}. Define it with defineFunction, put it in amplify/backend/function/${names.at(-1)}/src/index.js, or name it under 'functions' in the configuration.`,
      { errorType: 'Lambda:ResourceNotFoundException' },
    );
  }

  /** What cannot be handed over is an error beside the result: the call itself says only whether it was taken. */
  async function post(handler: FunctionHandler, invocation: Invocation, prev: unknown): Promise<unknown> {
    try {
      await runnerOf(handler, invocation).post(eventOf(invocation, prev), invocation.requestId);
      return { success: true };
    } catch (error) {
      if (!(error instanceof HandlerError) || invocation.effects === undefined) throw error;
      invocation.effects.appendError(error);
      return { success: false };
    }
  }

  async function run(handler: Handler, invocation: Invocation, prev: unknown, state: PipelineState): Promise<unknown> {
    switch (handler.kind) {
      case 'FunctionHandler':
        if (handler.async) return post(handler, invocation, prev);
        return runnerOf(handler, invocation).call(eventOf(invocation, prev), invocation.requestId);
      case 'HttpHandler':
        return callHttpEndpoint(withEnvironment(environment, handler), invocation, http);
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
      const state: PipelineState = { stash: resolvers.firstStash(), previous: result, ended: false };
      for (const handler of handlers) {
        result = await run(handler, invocation, result, state);
        if (state.ended) break;
      }
      return result;
    },
    async close() {
      await Promise.all([resolvers.close(), functions.close()]);
    },
  };
}
