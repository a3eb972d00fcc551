import type { Diagnostic } from './diagnostic.ts';
import { PreampError } from './preamp-error.ts';

/** A data model that cannot be compiled, with everything that is wrong with it. */
export class SchemaError extends PreampError {
  override readonly name = 'SchemaError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    super('schema-invalid', errors.map((error) => error.message).join('\n'));
    this.diagnostics = diagnostics;
  }
}
