import type { TableAddress } from './tables/table-data-source.ts';

/** A data source of resolvers beside the tables, by the name that `a.handler.custom({ dataSource })` uses. */
export type DataSourceDefinition = { readonly name: string } & (
  | {
      readonly kind: 'http';
      /** Base URL, without a path. */
      readonly url: string;
      /** Signs requests for a service of AWS; `null` sends them as the resolver made them. */
      readonly signing: AwsSigning | null;
    }
  | {
      readonly kind: 'lambda';
      /** A function of the backend, by name. */
      readonly function: string;
    }
  | {
      readonly kind: 'table';
      /** A table of DynamoDB that no model is kept in. */
      readonly address: TableAddress;
    }
  | {
      /** One that the backend adds in the cloud, and that there is not here. */
      readonly kind: 'missing';
      /** What adds it: `addRdsDataSource`. */
      readonly call: string;
    }
  | { readonly kind: 'none' }
);

export interface AwsSigning {
  readonly region: string;
  /** Name of the service in signatures: `bedrock`, `states`. */
  readonly service: string;
}
