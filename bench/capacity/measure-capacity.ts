import { compile } from '../../src/compiler/compile.ts';
import type { DataModel } from '../../src/ir/data-model.ts';
import { createBackend } from '../../src/runtime/create-backend.ts';
import { createDynamoDbEngine } from '../../src/storage/dynamodb/dynamodb-engine.ts';
import type { Consumption } from '../../src/storage/dynamodb/observe-consumption.ts';
import type { ClientOptions } from '../../src/storage/dynamodb/open-client.ts';
import type { Store } from '../../src/storage/storage-engine.ts';
import { createTestClient, type TestResponse } from '../../src/testing/test-client.ts';
import { testIdentity } from '../../src/testing/test-identity.ts';
import { blogItems, now, schema } from './blog.ts';
import { type MeasuredOperation, operations } from './operations.ts';

/** What one GraphQL operation consumes. */
export interface Measurement {
  readonly title: string;
  /** How many requests were sent to DynamoDB, by their name. */
  readonly requests: Readonly<Record<string, number>>;
  readonly readUnits: number;
  /** With `engine.consistentReads: false`. */
  readonly eventualReadUnits: number;
  readonly writeUnits: number;
}

const naming = { prefix: 'capacity-' };

/** Fills an empty DynamoDB with the blog, and sends every operation through a backend on the engine. */
export async function measureCapacity(address: ClientOptions): Promise<readonly Measurement[]> {
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text: schema }], {});
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const consistent = await openMeter(address, model, true);
  const eventual = await openMeter(address, model, false);
  try {
    await fill(consistent.store);
    const measurements: Measurement[] = [];
    for (const operation of operations) {
      const consumed = await consistent.measure(operation);
      // A mutation is sent once; the read before a write is consistent in any case.
      const isQuery = operation.query.startsWith('{');
      const eventually = isQuery ? await eventual.measure(operation) : consumed;
      measurements.push({
        title: operation.title,
        requests: countByName(consumed),
        readUnits: sum(consumed, 'readUnits'),
        eventualReadUnits: sum(eventually, 'readUnits'),
        writeUnits: sum(consumed, 'writeUnits'),
      });
    }
    return measurements;
  } finally {
    await consistent.close();
    await eventual.close();
  }
}

/** A backend that says what each operation has consumed. */
async function openMeter(address: ClientOptions, model: DataModel, consistentReads: boolean) {
  const consumed: Consumption[] = [];
  const failures: string[] = [];
  const ignore = () => {};
  const engine = await createDynamoDbEngine({
    ...address,
    naming,
    consistentReads,
    onConsumed: (each) => consumed.push(each),
  });
  const refuse = () => {
    throw new Error('Callers are given, not proven.');
  };
  const backend = await createBackend({
    model,
    engine,
    authenticator: { authenticate: refuse, authenticateRealtime: refuse },
    invoker: { invoke: async () => null, close: async () => {} },
    clock: () => Date.parse(now),
    ids: () => 'unused',
    pageTokenSecret: new Uint8Array(32),
    explain: true,
    log: { debug: ignore, info: ignore, warn: ignore, error: (message) => failures.push(message) },
  });
  const client = createTestClient(backend, testIdentity({ apiKey: true }), () => failures.splice(0));
  return {
    store: engine.open(model),
    measure: async (operation: MeasuredOperation): Promise<readonly Consumption[]> => {
      consumed.length = 0;
      const response = await client.graphql(operation.query, operation.variables);
      const returned = itemsIn(response);
      if (returned === operation.returns) return [...consumed];
      const errors = (response.errors ?? []).map(({ message }) => message).join(' ');
      throw new Error(`"${operation.title}" returned ${returned} items instead of ${operation.returns}. ${errors}`);
    },
    close: () => backend.close(),
  };
}

/** Items of the one field of the answer, those inside them aside. */
function itemsIn({ data }: TestResponse): number {
  const [value] = Object.values(data ?? {}) as { readonly items?: readonly unknown[] }[];
  if (value === null || value === undefined) return 0;
  return value.items?.length ?? 1;
}

async function fill(store: Store): Promise<void> {
  const most = 100;
  for (const [model, items] of Object.entries(blogItems())) {
    for (let start = 0; start < items.length; start += most) {
      await store.write(items.slice(start, start + most).map((item) => ({ kind: 'put', model, item }) as const));
    }
  }
}

function countByName(consumed: readonly Consumption[]): Readonly<Record<string, number>> {
  const byName = Map.groupBy(consumed, ({ operation }) => operation);
  return Object.fromEntries([...byName].map(([name, list]) => [name, list.length] as const).toSorted());
}

function sum(consumed: readonly Consumption[], units: 'readUnits' | 'writeUnits'): number {
  return consumed.reduce((total, each) => total + each[units], 0);
}
