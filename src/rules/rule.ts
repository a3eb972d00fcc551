import type { DiagnosticCode } from '../diagnostics/diagnostic-codes.ts';
import type { DataModel } from '../ir/data-model.ts';

/** One check of a whole data model. All of them stand in `rules.ts`. */
export interface Rule {
  readonly name: string;
  readonly check: (model: DataModel, report: ReportFinding) => void;
}

export type ReportFinding = (finding: Finding) => void;

export interface Finding {
  readonly code: DiagnosticCode;
  /** The type, field or directive it is about; the compiler knows where that stands in the source. */
  readonly at: Anchor;
  readonly message: string;
  readonly hint: string | null;
}

export interface Anchor {
  readonly type: string;
  readonly field?: string;
  readonly directive?: string;
}
