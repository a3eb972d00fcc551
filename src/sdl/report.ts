import type { ASTNode } from 'graphql';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type DiagnosticCode, diagnosticCodes } from '../diagnostics/diagnostic-codes.ts';
import type { Locate } from './locate.ts';

/** Records a finding at a node; `null` is the schema as a whole. */
export type Report = (code: DiagnosticCode, node: ASTNode | null, message: string, hint?: string | null) => void;

export function createReport(diagnostics: Diagnostic[], locate: Locate): Report {
  return (code, node, message, hint = null) => {
    const { name, severity } = diagnosticCodes[code];
    diagnostics.push({ code, severity, name, message, location: node === null ? null : locate(node), hint });
  };
}
