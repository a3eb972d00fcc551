import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import type { ExecutionLimits } from '../execution-limits.ts';

interface Measure {
  readonly fields: number;
  readonly aliases: number;
  readonly depth: number;
}

/**
 * What an operation exceeds, as a sentence; `null` when it is within bounds. Fragments count wherever they are spread,
 * but each is walked once: a document cannot make measuring costly. The document is valid, so fragments have no cycles.
 */
export function exceededLimit(document: DocumentNode, limits: ExecutionLimits): string | null {
  const definitions = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) definitions.set(definition.name.value, definition);
  }
  const measured = new Map<string, Measure>();

  function ofFragment(name: string): Measure {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const definition = definitions.get(name);
    const measure = definition ? ofSelections(definition.selectionSet) : { fields: 0, aliases: 0, depth: 0 };
    measured.set(name, measure);
    return measure;
  }

  function ofSelections(selectionSet: SelectionSetNode): Measure {
    let fields = 0;
    let aliases = 0;
    let depth = 0;
    for (const selection of selectionSet.selections) {
      let inner: Measure = { fields: 0, aliases: 0, depth: 0 };
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = ofFragment(selection.name.value);
      else if (selection.selectionSet) inner = ofSelections(selection.selectionSet);
      const isField = selection.kind === Kind.FIELD;
      fields += inner.fields + (isField ? 1 : 0);
      aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      depth = Math.max(depth, inner.depth + (isField ? 1 : 0));
    }
    return { fields, aliases, depth };
  }

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { fields, aliases, depth } = ofSelections(definition.selectionSet);
    if (depth > limits.maxDepth)
      return `The operation is ${depth} levels deep; at most ${limits.maxDepth} are allowed.`;
    if (fields > limits.maxFields)
      return `The operation selects ${fields} fields; at most ${limits.maxFields} are allowed.`;
    if (aliases > limits.maxAliases) {
      return `The operation has ${aliases} aliases; at most ${limits.maxAliases} are allowed.`;
    }
  }
  return null;
}
