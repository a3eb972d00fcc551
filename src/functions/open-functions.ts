import type { HttpLimits } from './exchange-http.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionPool, type FunctionPoolOptions } from './function-pool.ts';
import type { FunctionRunner } from './function-runner.ts';
import { deployedFunction } from './remote/deployed-function.ts';
import { endpointFunction } from './remote/endpoint-function.ts';

/** The functions of a revision by name: one runner each, whoever calls and under whatever name. */
export interface Functions {
  /** Every name, sorted. */
  readonly names: readonly string[];
  find(name: string): FunctionRunner | null;
  close(): Promise<void>;
}

export interface FunctionsOptions extends FunctionPoolOptions {
  readonly functions: readonly FunctionDefinition[];
  /** Bounds of calls to functions behind HTTP endpoints. */
  readonly http?: Partial<HttpLimits>;
}

/** Nothing starts before the first call. Of two definitions of one name the later counts. */
export function openFunctions(options: FunctionsOptions): Functions {
  const runners = options.functions.map((definition) => runnerOf(definition, options));
  const byName = new Map(
    options.functions.flatMap(({ names }, i) => names.map((name) => [name, runners[i]!] as const)),
  );
  return {
    names: [...byName.keys()].toSorted(),
    find: (name) => byName.get(name) ?? null,
    close: async () => {
      await Promise.all(runners.map((runner) => runner.close()));
    },
  };
}

function runnerOf(definition: FunctionDefinition, options: FunctionsOptions): FunctionRunner {
  const name = definition.names[0] ?? 'function';
  switch (definition.kind) {
    case 'local':
      return new FunctionPool(definition, options);
    case 'lambda':
      return deployedFunction(name, definition, options.log);
    case 'endpoint':
      return endpointFunction(name, definition, options.http ?? {}, options.log);
  }
}
