/** A finding about a data model: what, where, and what to do about it. */
export interface Diagnostic {
  /** Stable, kebab-case; listed in `docs/reference/diagnostics.md`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Class of the official compiler's error, for programs that look for it; `Error` where it throws a plain one. */
  readonly name: string;
  /** What is wrong. Holds the official compiler's message where there is one. */
  readonly message: string;
  /** Where it is; `null` when the finding is about the schema as a whole. */
  readonly location: SourceLocation | null;
  /** What to do: an imperative sentence; `null` where the message already says it. */
  readonly hint: string | null;
}

/** A range in a source file; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
