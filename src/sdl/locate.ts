import { type ASTNode, type Source as GraphQLSource, getLocation } from 'graphql';
import type { SourceLocation } from '../diagnostics/diagnostic.ts';
import type { Source } from './source.ts';

/** Where a node stands in the sources; `null` for a built node whose builder does not know. */
export type Locate = (node: ASTNode) => SourceLocation | null;

export function createLocate(sources: readonly Source[]): Locate {
  const builders = sources.flatMap((source) => ('locate' in source && source.locate ? [source.locate] : []));
  return (node) => {
    if (node.loc === undefined) {
      for (const locate of builders) {
        const location = locate(node);
        if (location !== null) return location;
      }
      return null;
    }
    const { source, start, end } = node.loc;
    return locationOf(source, start, end);
  };
}

/** The range of characters `start` (included) to `end` (excluded) of a source as lines and columns. */
export function locationOf(source: GraphQLSource, start: number, end: number): SourceLocation {
  const first = getLocation(source, start);
  const last = getLocation(source, end);
  return { file: source.name, line: first.line, column: first.column, endLine: last.line, endColumn: last.column };
}
