import type { SourceLocation } from '../diagnostics/diagnostic.ts';
import type { DiagnosticCode } from '../diagnostics/diagnostic-codes.ts';
import { PreampError } from '../diagnostics/preamp-error.ts';
import { type CallSite, locationOfCallSite } from './call-site.ts';

/** A mistake in a schema made with `a`, with the official message and the call it is about. */
export class BuilderError extends PreampError {
  override readonly name = 'BuilderError';
  override readonly code: DiagnosticCode;
  readonly #site: CallSite;

  constructor(code: DiagnosticCode, message: string, site: CallSite, hint?: string) {
    super(code, message, hint === undefined ? {} : { hint });
    this.code = code;
    this.#site = site;
  }

  get location(): SourceLocation | null {
    return locationOfCallSite(this.#site);
  }
}
