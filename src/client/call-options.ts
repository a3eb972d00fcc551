import type { AuthMode } from './client-config.ts';
import type { Credentials } from './sign-request.ts';

/** How one call, or every call of a client, identifies itself. */
export interface CallOptions {
  readonly authMode?: AuthMode;
  /** Sent as `Authorization`: a token, or a function that fetches a fresh one for each request. */
  readonly authToken?: string | (() => string | Promise<string>);
  /** What `iam` and `identityPool` sign with, or a function that is asked for each request. See `identityPoolCredentials`. */
  readonly credentials?: Credentials | (() => Credentials | Promise<Credentials>);
  /** Replaces the API key of the outputs. */
  readonly apiKey?: string;
  /** Further headers of requests; those of a call replace those of the client. Sockets carry none. */
  readonly headers?: Headers | ((request: RequestInfo) => Headers | Promise<Headers>);
}

type Headers = Readonly<Record<string, string>>;

interface RequestInfo {
  readonly method: 'POST';
  readonly url: string;
  readonly queryString: '';
}
