import type { AuthMode } from './client-config.ts';

/** How one call, or every call of a client, identifies itself. */
export interface CallOptions {
  readonly authMode?: AuthMode;
  /** Sent as `Authorization`: a token, or a function that fetches a fresh one for each request. */
  readonly authToken?: string | (() => string | Promise<string>);
  /** Further headers; those of a call replace those of the client. */
  readonly headers?: Readonly<Record<string, string>> | (() => Headers | Promise<Headers>);
}

type Headers = Readonly<Record<string, string>>;
