import type { ConsumedCapacity, DynamoDB } from '@aws-sdk/client-dynamodb';

/** What one answered request has consumed, as DynamoDB says it in `ConsumedCapacity`. */
export interface Consumption {
  /** The request's name in DynamoDB's API, as `Query`. */
  readonly operation: string;
  /** Read capacity units of the table and its indexes. */
  readonly readUnits: number;
  /** Write capacity units of the table and its indexes. */
  readonly writeUnits: number;
}

/** Requests about items, and what the units are of where the answer does not say so. */
const kinds: ReadonlyMap<string, 'read' | 'write'> = new Map([
  ['Query', 'read'],
  ['Scan', 'read'],
  ['BatchGetItem', 'read'],
  ['TransactWriteItems', 'write'],
]);

/**
 * Asks for `ReturnConsumedCapacity` with every request about items that the client sends, and tells what each answer
 * says. Requests that fail are not told: DynamoDB's errors do not say what they have consumed.
 */
export function observeConsumption(client: DynamoDB, onConsumed: (consumption: Consumption) => void): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      const kind = kinds.get(operation);
      if (kind === undefined) return next(args);
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const { ConsumedCapacity: capacity } = result.output as {
        readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
      };
      const perTable = [capacity ?? []].flat();
      const units = perTable.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
      onConsumed({ operation, readUnits: kind === 'read' ? units : 0, writeUnits: kind === 'write' ? units : 0 });
      return result;
    },
    { step: 'initialize', name: 'observeConsumption' },
  );
}
