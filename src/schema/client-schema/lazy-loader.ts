/** How a client may send one request in place of how it is set up. */
export interface RequestOptions {
  readonly authMode?: 'apiKey' | 'iam' | 'identityPool' | 'oidc' | 'userPool' | 'lambda' | 'none';
  readonly authToken?: string;
  readonly headers?:
    | Record<string, string>
    | ((request?: { url: string; queryString: string; method?: string }) => Promise<Record<string, string>>);
}

export interface PageOptions extends RequestOptions {
  readonly limit?: number;
  readonly nextToken?: string | null;
}

/** An error of a response. */
export interface ResponseError {
  readonly message: string;
  readonly errorType: string;
  readonly errorInfo: null | { [key: string]: unknown };
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: { [key: string]: unknown };
}

/** Loads the one record that a relation leads to. */
export type LazyItem<T> = (options?: RequestOptions) => Promise<{
  data: T | null;
  errors?: ResponseError[];
  extensions?: { [key: string]: unknown };
}>;

/** Loads a page of the records that a relation leads to. */
export type LazyList<T> = (options?: PageOptions) => Promise<{
  data: T[];
  nextToken?: string | null;
  errors?: ResponseError[];
  extensions?: { [key: string]: unknown };
}>;
