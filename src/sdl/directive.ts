import type { DirectiveNode } from 'graphql';
import type { DirectiveArguments } from './directive-arguments.ts';
import type { FieldDraft, SchemaDraft, TypeDraft } from './draft.ts';
import type { Report } from './report.ts';

/** What one directive means. All of them stand, in the order they run, in `directives.ts`. */
export interface Directive {
  readonly name: string;
  /** SDL of the directive and of the input types and enums that belong to it alone. */
  readonly definition: string;
  /** One use on an object or interface type. */
  readonly onType?: (use: TypeUse) => void;
  /** One use on a field. */
  readonly onField?: (use: FieldUse) => void;
  /**
   * One use that GraphQL's own rules refuse, and have reported: marks what it would have set as unknown, so that
   * nothing is said that only follows from it.
   */
  readonly onBroken?: (use: DirectiveUse) => void;
  /** Runs once after all uses, also where there are none. */
  readonly finish?: (context: DirectiveContext) => void;
}

export interface DirectiveContext {
  readonly draft: SchemaDraft;
  readonly report: Report;
  /** Every use of a directive that GraphQL's own validation passed, in source order. */
  readonly uses: (name: string) => readonly DirectiveUse[];
}

export type DirectiveUse = TypeUse | FieldUse;

export interface TypeUse extends DirectiveContext {
  readonly on: 'type';
  readonly directive: DirectiveNode;
  readonly arguments: DirectiveArguments;
  readonly type: TypeDraft;
}

export interface FieldUse extends DirectiveContext {
  readonly on: 'field';
  readonly directive: DirectiveNode;
  readonly arguments: DirectiveArguments;
  readonly type: TypeDraft;
  readonly field: FieldDraft;
}
