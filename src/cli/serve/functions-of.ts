import { dirname, resolve } from 'node:path';
import type { FunctionDefinition, FunctionTarget } from '../../functions/function-definition.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { FunctionConfig } from '../config/sections/functions-section.ts';

/** Lambda's defaults, which Amplify leaves as they are. */
const timeoutSeconds = 3;
const memoryMB = 512;
/** A call over the network, and the start of what answers it, take their time. */
const remoteTimeoutSeconds = 30;

/** The functions a configuration names. Entries are relative to its file. */
export function configuredFunctions(config: PreampConfig, configFile: string | null): readonly FunctionDefinition[] {
  const folder = configFile === null ? process.cwd() : dirname(configFile);
  return Object.entries(config.functions ?? {}).map(([name, each]) => ({ names: [name], ...targetOf(each, folder) }));
}

/**
 * All functions of a project. One that the configuration names too runs where the configuration says, under every name it
 * has: handlers refer to what `defineFunction` made by a name of their own.
 */
export function allFunctions(
  declared: readonly FunctionDefinition[],
  configured: readonly FunctionDefinition[],
): readonly FunctionDefinition[] {
  const replaced = new Set<FunctionDefinition>();
  const named = configured.map((each) => {
    const same = declared.filter(({ names }) => names.some((name) => each.names.includes(name)));
    for (const definition of same) replaced.add(definition);
    return { ...each, names: [...new Set([...each.names, ...same.flatMap(({ names }) => names)])] };
  });
  return [...declared.filter((definition) => !replaced.has(definition)), ...named];
}

function targetOf({ entry, lambda, endpoint, ...settings }: FunctionConfig, folder: string): FunctionTarget {
  const remoteTimeout = settings.timeoutSeconds ?? remoteTimeoutSeconds;
  if (lambda !== undefined) {
    return {
      kind: 'lambda',
      functionName: lambda.functionName,
      qualifier: lambda.qualifier ?? null,
      region: lambda.region ?? null,
      endpoint: lambda.endpoint ?? null,
      timeoutSeconds: remoteTimeout,
    };
  }
  if (endpoint !== undefined) {
    return {
      kind: 'endpoint',
      url: endpoint.url,
      headers: endpoint.headers ?? {},
      timeoutSeconds: remoteTimeout,
    };
  }
  return {
    kind: 'local',
    entry: resolve(folder, entry ?? ''),
    environment: settings.environment ?? {},
    timeoutSeconds: settings.timeoutSeconds ?? timeoutSeconds,
    memoryMB: settings.memoryMB ?? memoryMB,
  };
}
