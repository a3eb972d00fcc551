import type { CallOptions } from './call-options.ts';

/** What lazy loaders take over of the call that gave their record: whose it was. */
export function inheritedOptions({ authMode, authToken, apiKey, credentials }: CallOptions): CallOptions {
  return {
    ...(authMode && { authMode }),
    ...(authToken && { authToken }),
    ...(apiKey && { apiKey }),
    ...(credentials && { credentials }),
  };
}
