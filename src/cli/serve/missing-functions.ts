import { namesIn } from '../../functions/name-in-environment.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import type { DeclaredBackend } from '../project/declared-backend.ts';
import { allFunctions, configuredFunctions } from './functions-of.ts';

/** What to do about the functions that handlers name and there are not; `null` where all are there. */
export function missingFunctionsText(
  { models, objects, operations }: DataModel,
  declared: DeclaredBackend,
  { config, file }: LoadedConfig,
): string | null {
  const env = config.environmentName ?? declared.environmentName ?? 'dev';
  const found = allFunctions(declared.functions, configuredFunctions(config, file)).flatMap(({ names }) => names);
  const known = new Set(found);
  const fields = [...models.flatMap(({ computedFields }) => computedFields), ...objects.flatMap((type) => type.fields)];
  const named = [...operations, ...fields]
    .flatMap(({ handlers }) => handlers)
    .flatMap((handler) => (handler.kind === 'FunctionHandler' ? [namesIn({ env, region: '' }, handler.name)] : []))
    .filter((names) => !names.some((name) => known.has(name)));
  const missing = [...new Set(named.map((names) => names[0]!))];
  if (missing.length === 0) return null;
  return `There is no function ${missing.map((name) => `'${name}'`).join(', ')} here; functions found: ${found.toSorted().join(', ') || 'none'}. Calls fail until it is defined, or named under 'functions' in the configuration.`;
}
