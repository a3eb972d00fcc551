import { resolve } from 'node:path';
import { type ClientCodeOptions, clientCodeFiles } from '../../artifacts/client-code-files.ts';
import { fieldOrder } from '../../artifacts/models/field-order.ts';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import { loadConfig } from '../config/load-config.ts';
import { displayPath } from '../output/display-path.ts';
import type { Terminal } from '../output/terminal.ts';
import { compileProject } from '../project/compile-project.ts';
import { discoverProject, sourceAt } from '../project/discover-project.ts';
import { sourceText } from '../project/source-text.ts';
import { writeGenerated } from '../serve/outputs-file.ts';

export interface GenerateClientCodeCommand extends ClientCodeOptions {
  readonly schema: string | null;
  /** Folder of the files. */
  readonly out: string;
}

/** Writes statements and types for `client.graphql()`, or the model introspection alone. */
export async function runGenerateClientCode(command: GenerateClientCodeCommand, { note }: Terminal): Promise<void> {
  const source = command.schema === null ? discoverProject(process.cwd()) : sourceAt(command.schema);
  const { config } = await loadConfig(process.cwd(), null);
  const { model, diagnostics, sources } = await compileProject(source, (declared) => declared, config);
  if (model === null) throw new SchemaError(diagnostics);
  for (const { name, text } of clientCodeFiles(model, command, fieldOrder(sourceText(sources)))) {
    const file = resolve(command.out, name);
    writeGenerated(file, text);
    note(`File written: ${displayPath(file)}`);
  }
}
