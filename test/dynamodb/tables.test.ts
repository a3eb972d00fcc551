import type { DynamoDB, TableDescription as StoredTable } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { TableDescription } from '../../src/storage/dynamodb/describe-tables.ts';
import { migrateTables } from '../../src/storage/dynamodb/migrate-tables.ts';
import { openClient } from '../../src/storage/dynamodb/open-client.ts';
import { planTables } from '../../src/storage/dynamodb/plan-tables.ts';
import { readCaseFile, readCaseSettings, readManifest } from '../conformance/case-files.ts';
import { caseSource } from '../conformance/case-source.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

const valid = readManifest().filter((each) => each.valid);

describe.skipIf(!hasDynamodb)('tables are as the official compiler lays them out', () => {
  let client: DynamoDB;
  beforeAll(async () => {
    client = await openClient(emptyDynamodb());
  });
  afterAll(() => client.destroy());

  test.each(valid.map((each) => each.name))('%s', async (name) => {
    const { model } = compile([await caseSource(name)], { settings: readCaseSettings(name) });
    const naming = { prefix: `${name}.` };
    const plan = await planTables(client, model!, naming, {});
    await migrateTables(client, plan, { destructive: false });

    const expected: readonly TableDescription[] = JSON.parse(readCaseFile(name, 'tables.json')!);
    const made = await Promise.all(expected.map(({ model: table }) => described(client, naming.prefix, table)));
    expect(made).toEqual(expected);
    expect((await planTables(client, model!, naming, {})).steps).toEqual([]);
  });
});

/** A table in the words of `tables.json`. */
async function described(client: DynamoDB, prefix: string, table: string): Promise<TableDescription> {
  const { Table: stored = {} } = await client.describeTable({ TableName: `${prefix}${table}` });
  return {
    model: table,
    keySchema: keySchema(stored, stored.KeySchema),
    globalSecondaryIndexes: (stored.GlobalSecondaryIndexes ?? [])
      .map((index) => ({
        name: index.IndexName!,
        keySchema: keySchema(stored, index.KeySchema),
        projection: {
          type: index.Projection!.ProjectionType!,
          ...(index.Projection!.NonKeyAttributes && { nonKeyAttributes: index.Projection!.NonKeyAttributes }),
        },
      }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    billingMode: stored.BillingModeSummary!.BillingMode as 'PAY_PER_REQUEST',
    streamViewType: stored.StreamSpecification!.StreamViewType as 'NEW_AND_OLD_IMAGES',
  };
}

function keySchema({ AttributeDefinitions }: StoredTable, keys: StoredTable['KeySchema']) {
  return (keys ?? []).map(({ AttributeName: name, KeyType: keyType }) => ({
    name: name!,
    type: AttributeDefinitions!.find((each) => each.AttributeName === name)!.AttributeType as 'S' | 'N',
    keyType: keyType!,
  }));
}
