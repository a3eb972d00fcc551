import type { DiagnosticCode } from '../diagnostics/diagnostic-codes.ts';
import type { DataModel } from '../ir/data-model.ts';

/** One check of a whole data model. All of them stand in `rules.ts`. */
export interface Rule {
  readonly name: string;
  /** Set where what it finds could only follow from errors found before; it is then left out. */
  readonly onlyWithoutErrors?: true;
  readonly check: (model: DataModel, report: ReportFinding) => void;
}

export type ReportFinding = (finding: Finding) => void;

export interface Finding {
  readonly code: DiagnosticCode;
  /** The type, field or directive it is about; the compiler knows where that stands. `null` is the whole schema. */
  readonly at: Anchor | null;
  readonly message: string;
  readonly hint: string | null;
}

export interface Anchor {
  readonly type: string;
  readonly field?: string;
  readonly directive?: string;
}
