/**
 * The base of every error Preamp raises for its user. The message says what happened and where; `hint` what to do.
 * Neither holds tokens, keys or parameter values.
 */
export class PreampError extends Error {
  override readonly name: string = 'PreampError';
  /** Stable, kebab-case; listed in `docs/reference/errors.md`. */
  readonly code: string;
  readonly hint: string | null;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? null;
  }
}
