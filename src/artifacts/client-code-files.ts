import { buildApi } from '../api/build-api.ts';
import type { DataModel } from '../ir/data-model.ts';
import { type TypeTarget, typesFor } from './client-code/types-for.ts';
import { datastoreModels } from './datastore-models.ts';
import type { GeneratedFile } from './generated-file.ts';
import { modelIntrospection } from './model-introspection.ts';
import { dartModels } from './models/dart-models.ts';
import type { FieldOrder } from './models/field-order.ts';
import { javaModels } from './models/java-models.ts';
import { swiftModels } from './models/swift-models.ts';
import { type StatementTarget, statementFiles } from './statements.ts';

/** Languages of models: `typescript` and `javascript` for DataStore, the others for Amplify's mobile libraries. */
export const modelTargets = ['typescript', 'javascript', 'java', 'swift', 'dart'] as const;
export type ModelTarget = (typeof modelTargets)[number];

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

/**
 * The files of `generate graphql-client-code`. `reference/cli.md` section 3. `order`, that of the fields in the source, makes
 * the parameters of mobile models stand in it.
 */
export function clientCodeFiles(
  model: DataModel,
  options: ClientCodeOptions,
  order: FieldOrder = new Map(),
): readonly GeneratedFile[] {
  if (options.format === 'introspection') {
    return [{ name: 'model-introspection.json', text: `${JSON.stringify(modelIntrospection(model), null, 2)}\n` }];
  }
  if (options.format === 'modelgen') return modelFiles(model, options.modelTarget, order);
  const api = buildApi(model);
  const { maxDepth, typename, statementTarget: target } = options;
  const types = options.typeTarget ?? (target === 'graphql' || target === 'javascript' ? null : target);
  const typesModule = types === 'typescript' ? './API' : undefined;
  const statements = statementFiles(api, { target, maxDepth, typename, ...(typesModule && { typesModule }) });
  return types === null ? statements : [...statements, ...typesFor(api, types, { maxDepth, typename })];
}

function modelFiles(model: DataModel, target: ModelTarget, order: FieldOrder): readonly GeneratedFile[] {
  switch (target) {
    case 'java':
      return javaModels(model, order);
    case 'swift':
      return swiftModels(model, order);
    case 'dart':
      return dartModels(model, order);
    default:
      return datastoreModels(model, target);
  }
}
