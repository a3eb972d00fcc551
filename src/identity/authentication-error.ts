import { PreampError } from '../diagnostics/preamp-error.ts';

/**
 * A credential that is missing, wrong or spent. `message` is the text the official service answers with and names
 * nothing; `hint` says what failed and is for logs and development only. Neither holds any part of the credential.
 */
export class AuthenticationError extends PreampError {
  override readonly name = 'AuthenticationError';
  readonly status: 400 | 401;
  readonly errorType: 'UnauthorizedException' | 'BadRequestException';

  constructor(status: 400 | 401, message: string, hint: string, cause?: unknown) {
    super('authentication-failed', message, { hint, cause });
    this.status = status;
    this.errorType = status === 400 ? 'BadRequestException' : 'UnauthorizedException';
  }
}

/** 401 with the official service's fixed text. */
export function unauthorized(hint: string, cause?: unknown): AuthenticationError {
  return new AuthenticationError(401, 'You are not authorized to make this call.', hint, cause);
}
