import { PreampError } from '../diagnostics/preamp-error.ts';

/** @throws PreampError `limit-invalid` for a page that could hold no item */
export function checkLimit(limit: number): void {
  if (Number.isSafeInteger(limit) && limit >= 1) return;
  throw new PreampError('limit-invalid', `A page holds at least 1 item; the limit was ${limit}.`);
}
