import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { defaultRetryPolicy, type RetryPolicy, withRetries } from './with-retries.ts';

/** How one engine talks to DynamoDB. */
export interface Requests {
  readonly client: DynamoDB;
  readonly policy: RetryPolicy;
  /** Whether `query`, `scan` and `batchGet` on tables see every write that was answered, at twice the price. */
  readonly consistentReads: boolean;
  /** Requests that one page of items may take, of at most 1 MB each. */
  readonly readBudget: number;
  /** Sends a request that reads `what`, and again where that may help. */
  read<T>(what: string, send: () => Promise<T>): Promise<T>;
  /** Sends a write, which carries a token that makes repeating it harmless. */
  write<T>(what: string, send: () => Promise<T>): Promise<T>;
}

export interface RequestOptions {
  readonly retries?: Partial<RetryPolicy>;
  readonly consistentReads?: boolean;
  readonly readBudget?: number;
}

/** Requests of one read that run at the same time: queries of many partitions, parts of a long list of keys. */
export const parallelRequests = 16;

export function requestsOf(client: DynamoDB, options: RequestOptions): Requests {
  const policy = { ...defaultRetryPolicy, ...options.retries };
  return {
    client,
    policy,
    consistentReads: options.consistentReads ?? true,
    readBudget: options.readBudget ?? 32,
    read: (what, send) => withRetries(send, { doing: `read ${what}`, isWrite: false }, policy),
    write: (what, send) => withRetries(send, { doing: `write to ${what}`, isWrite: true }, policy),
  };
}
