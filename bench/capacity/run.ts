/**
 * What GraphQL operations consume of DynamoDB's capacity: sends each through a backend on DynamoDB Local, sums what
 * `ReturnConsumedCapacity` says, and rewrites the table of docs/reference/dynamodb-capacity.md. Needs Java 17.
 * Usage: node bench/capacity/run.ts
 */
import { reasonToSkip, startDynamodbLocal } from '../../test/dynamodb/start-dynamodb-local.ts';
import { capacityTable, writeCapacityTable } from './capacity-page.ts';
import { measureCapacity } from './measure-capacity.ts';

const reason = reasonToSkip();
if (reason !== null) throw new Error(`Nothing is measured: ${reason}.`);
const local = await startDynamodbLocal();
try {
  const table = capacityTable(
    await measureCapacity({
      endpoint: local.endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'capacity', secretAccessKey: 'local' },
    }),
  );
  writeCapacityTable(table);
  console.log(table);
} finally {
  await local.close();
}
