import { join } from 'node:path';
import { loadModules } from '../../src/cli/project/load-modules.ts';
import type { Source } from '../../src/compiler/compile.ts';
import { readBackendDefinition } from '../../src/schema/define/read-backend-definition.ts';
import { readCaseFile } from './case-files.ts';

/** A case as its author wrote it: SDL, or a module that builds the schema. */
export async function caseSource(name: string): Promise<Source> {
  const text = readCaseFile(name, 'input.graphql');
  if (text !== null) return { file: 'input.graphql', text };
  const loaded = await loadModules([join(import.meta.dirname, 'cases', name, 'input.ts')]);
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return readBackendDefinition(loaded.exports).source;
}
