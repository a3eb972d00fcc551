/** What a data source made of a function's request: `ctx.result`, and `ctx.error` where it failed. */
export interface DataSourceResult {
  readonly result: unknown;
  readonly error: { readonly message: string; readonly type: string } | null;
}

/** Carries out the request that a function of a resolver returned. */
export interface DataSource {
  (request: Readonly<Record<string, unknown>>, requestId: string): Promise<DataSourceResult>;
  /** Where it holds something open. */
  close?(): Promise<void>;
}

/** The data sources that are bound to a revision of the data model: the tables of its models. */
export interface DataSources {
  /** By the names that `a.handler.custom` uses: `PostTable`. */
  readonly tables: ReadonlyMap<string, DataSource>;
}
