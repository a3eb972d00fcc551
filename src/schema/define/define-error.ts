import { PreampError } from '../../diagnostics/preamp-error.ts';

/** A `define…` call that cannot be meant; `name` is that of the official error, for programs that look for it. */
export class DefineError extends PreampError {
  override readonly name: string;

  constructor(name: string, message: string, hint?: string) {
    super('definition-invalid', message, hint === undefined ? {} : { hint });
    this.name = name;
  }
}

/** Names become parts of resource names in a cloud account, wherever a definition runs first. */
export function checkResourceName(name: string | undefined): void {
  if (name === undefined || /^[a-zA-Z][a-zA-Z0-9-_ ]*$/.test(name)) return;
  throw new DefineError('InvalidResourceNameError', `Resource name contains invalid characters, found ${name}`);
}
