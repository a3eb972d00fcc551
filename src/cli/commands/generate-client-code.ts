import { resolve } from 'node:path';
import { buildApi } from '../../api/build-api.ts';
import { clientTypes } from '../../artifacts/client-types.ts';
import { datastoreModels, type ModelTarget } from '../../artifacts/datastore-models.ts';
import type { GeneratedFile } from '../../artifacts/generated-file.ts';
import { modelIntrospection } from '../../artifacts/model-introspection.ts';
import { type StatementTarget, statementFiles } from '../../artifacts/statements.ts';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import type { DataModel } from '../../ir/data-model.ts';
import { displayPath } from '../output/display-path.ts';
import type { Terminal } from '../output/terminal.ts';
import { compileProject } from '../project/compile-project.ts';
import { discoverProject, sourceAt } from '../project/discover-project.ts';
import { writeGenerated } from '../serve/outputs-file.ts';

export interface GenerateClientCodeCommand {
  readonly schema: string | null;
  /** Folder of the files. */
  readonly out: string;
  /** `graphql-codegen`: statements and types; `introspection`: `model-introspection.json`; `modelgen`: DataStore models. */
  readonly format: 'graphql-codegen' | 'introspection' | 'modelgen';
  readonly modelTarget: ModelTarget;
  readonly statementTarget: StatementTarget;
  /** Levels of objects that statements select. */
  readonly maxDepth: number;
  /** Whether every level selects `__typename`. */
  readonly typename: boolean;
  /** `null`: `API.ts` comes with statements in TypeScript. */
  readonly typeTarget: 'typescript' | null;
}

/** Writes statements and types for `client.graphql()`, or the model introspection alone. */
export async function runGenerateClientCode(command: GenerateClientCodeCommand, { note }: Terminal): Promise<void> {
  const source = command.schema === null ? discoverProject(process.cwd()) : sourceAt(command.schema);
  const { model, diagnostics } = await compileProject(source, (declared) => declared);
  if (model === null) throw new SchemaError(diagnostics);
  for (const { name, text } of filesOf(model, command)) {
    const file = resolve(command.out, name);
    writeGenerated(file, text);
    note(`File written: ${displayPath(file)}`);
  }
}

function filesOf(model: DataModel, command: GenerateClientCodeCommand): readonly GeneratedFile[] {
  if (command.format === 'introspection') {
    return [{ name: 'model-introspection.json', text: `${JSON.stringify(modelIntrospection(model), null, 2)}\n` }];
  }
  if (command.format === 'modelgen') return datastoreModels(model, command.modelTarget);
  const api = buildApi(model);
  const { maxDepth, typename, statementTarget: target, typeTarget } = command;
  const statements = statementFiles(api, { target, maxDepth, typename, typesModule: './API' });
  const hasTypes = (typeTarget ?? target) === 'typescript';
  return hasTypes ? [...statements, clientTypes(api, { maxDepth, typename })] : statements;
}
