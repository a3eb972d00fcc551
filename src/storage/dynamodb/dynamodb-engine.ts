import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { DataModel } from '../../ir/data-model.ts';
import { KeyLocks } from '../../util/key-locks.ts';
import type { MigrationPlan, PlanOptions } from '../migration-plan.ts';
import type { Capabilities, StorageEngine, Store } from '../storage-engine.ts';
import { DynamoDbStore } from './dynamodb-store.ts';
import { migrateTables } from './migrate-tables.ts';
import { type Consumption, observeConsumption } from './observe-consumption.ts';
import { type ClientOptions, openClient } from './open-client.ts';
import { planTables } from './plan-tables.ts';
import { type RequestOptions, type Requests, requestsOf } from './requests.ts';
import { type TableNaming, tableNames } from './table-naming.ts';
import type { TableOptions } from './table-options.ts';
import { largestTransaction } from './write-items.ts';

export interface DynamoDbEngineOptions extends ClientOptions, RequestOptions {
  readonly naming: TableNaming;
  /** What tables are made with. */
  readonly tables?: TableOptions;
  /** Milliseconds after which a request without an answer counts as lost, and is sent again; 5,000 unless given. */
  readonly requestTimeout?: number;
  /** Told what each request about items has consumed; nothing is asked for unless given. */
  readonly onConsumed?: (consumption: Consumption) => void;
}

/** Milliseconds for a connection. */
const connectionTimeout = 2_000;

/**
 * The engine on tables of DynamoDB, laid out as Amplify does, so that existing tables can be served and left again.
 * Needs the package `@aws-sdk/client-dynamodb`.
 *
 * @throws PreampError `dynamodb-missing` without it
 */
export async function createDynamoDbEngine(options: DynamoDbEngineOptions): Promise<StorageEngine> {
  const { region, endpoint, credentials, requestTimeout = 5_000 } = options;
  const client = await openClient(
    {
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
    },
    // Retries are ours: the SDK's know neither cancelled transactions nor when a request has no time left.
    { maxAttempts: 1, requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true } },
  );
  if (options.onConsumed !== undefined) observeConsumption(client, options.onConsumed);
  return new DynamoDbEngine(client, options);
}

class DynamoDbEngine implements StorageEngine {
  readonly name = 'dynamodb';
  readonly capabilities: Capabilities = {
    synchronousReads: false,
    maxAtomicWrites: largestTransaction,
    orderedScan: false,
    keepsJsonText: false,
    emptyKeys: false,
  };
  readonly #client: DynamoDB;
  readonly #options: DynamoDbEngineOptions;
  readonly #requests: Requests;
  readonly #locks = new KeyLocks();

  constructor(client: DynamoDB, options: DynamoDbEngineOptions) {
    this.#client = client;
    this.#options = options;
    this.#requests = requestsOf(client, options);
  }

  plan(model: DataModel, options: PlanOptions = {}): Promise<MigrationPlan> {
    return planTables(this.#client, model, this.#options.naming, this.#options.tables ?? {}, options);
  }

  migrate(plan: MigrationPlan, consent: { readonly destructive: boolean }): Promise<void> {
    return migrateTables(this.#client, plan, consent);
  }

  open(model: DataModel): Store {
    return new DynamoDbStore(model, tableNames(model, this.#options.naming), this.#requests, this.#locks);
  }

  close(): void {
    this.#client.destroy();
  }
}
