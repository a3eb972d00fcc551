import type { ASTNode, DocumentNode } from 'graphql';
import type { Diagnostic, SourceLocation } from '../diagnostics/diagnostic.ts';
import type { FunctionAccess, Handler } from '../ir/data-model.ts';

/** One input of the compiler. Several make one schema together: a file may extend types of another. */
export type Source = TextSource | DocumentSource;

/** A `.graphql` file with directives. */
export interface TextSource {
  readonly file: string;
  readonly text: string;
}

/** A document built in memory, as the `a.schema` builder hands it over, with what SDL has no directive for. */
export interface DocumentSource {
  readonly file: string;
  readonly document: DocumentNode;
  /** Where a node was written; built nodes carry no `loc`. Asked for nodes of this document and their parts only. */
  readonly locate?: (node: ASTNode) => SourceLocation | null;
  /** Handlers of fields that no directive describes (`a.handler.custom`), by `Type.field`; they follow directive ones. */
  readonly handlers?: ReadonlyMap<string, readonly Handler[]>;
  /** `allow.resource(fn)` grants. */
  readonly functionAccess?: readonly FunctionAccess[];
  /** What the builder found wrong with what the document was made of. */
  readonly diagnostics?: readonly Diagnostic[];
}
