import { resolve } from 'node:path';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import { loadConfig } from '../config/load-config.ts';
import { displayPath } from '../output/display-path.ts';
import type { Terminal } from '../output/terminal.ts';
import { compileProject } from '../project/compile-project.ts';
import { discoverProject, sourceAt } from '../project/discover-project.ts';
import { sourceText } from '../project/source-text.ts';
import { writeGenerated } from '../serve/outputs-file.ts';

export interface GenerateSchemaCommand {
  readonly schema: string | null;
  /** `null`: standard output. */
  readonly out: string | null;
}

/** Writes a data model as GraphQL with directives: what a Gen 2 project leaves with. */
export async function runGenerateSchema({ schema, out }: GenerateSchemaCommand, terminal: Terminal): Promise<void> {
  const source = schema === null ? discoverProject(process.cwd()) : sourceAt(schema);
  const { config } = await loadConfig(process.cwd(), null);
  const { model, diagnostics, sources } = await compileProject(source, (declared) => declared, config);
  if (model === null) throw new SchemaError(diagnostics);
  const text = sourceText(sources);
  if (out === null) {
    terminal.out(text.trimEnd());
    return;
  }
  writeGenerated(resolve(out), text);
  terminal.note(`File written: ${displayPath(resolve(out))}`);
}
