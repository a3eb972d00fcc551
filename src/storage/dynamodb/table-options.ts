/** What tables are made with beyond keys and indexes. What is not given stays as it is, or as DynamoDB has it. */
export interface TableOptions {
  /** Continuous backups, from which a table can be restored to any second of the last 35 days. */
  readonly pointInTimeRecovery?: boolean;
  /** Whether DynamoDB refuses to delete the table. */
  readonly deletionProtection?: boolean;
  /** `aws-owned` costs nothing; `aws-managed` is `alias/aws/dynamodb`; anything else is the ARN, id or alias of a key. */
  readonly encryption?: string;
  /** Name of the attribute with the Unix time in seconds at which an item expires, by model. */
  readonly timeToLive?: Readonly<Record<string, string>>;
}

/** The settings of both, the second first; those of expiry model by model. */
export function mergeTableOptions(options: TableOptions, first: TableOptions): TableOptions {
  return { ...options, ...first, timeToLive: { ...options.timeToLive, ...first.timeToLive } };
}
