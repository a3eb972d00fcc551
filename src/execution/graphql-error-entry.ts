/** One entry of `errors` in AppSync's form; absent members are left out. `reference/runtime.md` section 1.3. */
export interface GraphQLErrorEntry {
  readonly path: readonly (string | number)[] | null;
  readonly data?: unknown;
  readonly errorType?: string | null;
  readonly errorInfo?: unknown;
  /** Of refused subscriptions: an HTTP status, upon which clients do not try again. */
  readonly errorCode?: number;
  readonly locations: readonly { readonly line: number; readonly column: number; readonly sourceName: null }[] | null;
  readonly message: string;
  /** Development only. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}
