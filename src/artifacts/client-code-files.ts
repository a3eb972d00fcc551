import { buildApi } from '../api/build-api.ts';
import type { DataModel } from '../ir/data-model.ts';
import { type TypeTarget, typesFor } from './client-code/types-for.ts';
import { datastoreModels, type ModelTarget } from './datastore-models.ts';
import type { GeneratedFile } from './generated-file.ts';
import { modelIntrospection } from './model-introspection.ts';
import { type StatementTarget, statementFiles } from './statements.ts';

export interface ClientCodeOptions {
  /** `graphql-codegen`: statements and types; `introspection`: `model-introspection.json`; `modelgen`: models. */
  readonly format: 'graphql-codegen' | 'introspection' | 'modelgen';
  readonly modelTarget: ModelTarget;
  readonly statementTarget: StatementTarget;
  /** Levels of objects that statements select. */
  readonly maxDepth: number;
  /** Whether every level selects `__typename`. */
  readonly typename: boolean;
  /** `null`: types come with statements in TypeScript, Flow and for Angular. */
  readonly typeTarget: TypeTarget | null;
}

/** The files of `generate graphql-client-code`. `reference/cli.md` section 3. */
export function clientCodeFiles(model: DataModel, options: ClientCodeOptions): readonly GeneratedFile[] {
  if (options.format === 'introspection') {
    return [{ name: 'model-introspection.json', text: `${JSON.stringify(modelIntrospection(model), null, 2)}\n` }];
  }
  if (options.format === 'modelgen') return datastoreModels(model, options.modelTarget);
  const api = buildApi(model);
  const { maxDepth, typename, statementTarget: target } = options;
  const types = options.typeTarget ?? (target === 'graphql' || target === 'javascript' ? null : target);
  const typesModule = types === 'typescript' ? './API' : undefined;
  const statements = statementFiles(api, { target, maxDepth, typename, ...(typesModule && { typesModule }) });
  return types === null ? statements : [...statements, ...typesFor(api, types, { maxDepth, typename })];
}
