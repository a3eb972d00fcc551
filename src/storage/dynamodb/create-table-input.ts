import type { AttributeDefinition, CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import type { IndexDescription, KeyAttribute, TableDescription } from './describe-tables.ts';
import type { TableOptions } from './table-options.ts';

/** What makes a table, but for recovery and expiry, which DynamoDB takes only once it is there. */
export function createTableInput(name: string, table: TableDescription, options: TableOptions) {
  const { deletionProtection, encryption } = options;
  const indexes = table.globalSecondaryIndexes;
  return {
    TableName: name,
    BillingMode: table.billingMode,
    KeySchema: keySchema(table.keySchema),
    AttributeDefinitions: attributeDefinitions([table, ...indexes]),
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes.map(globalSecondaryIndex) }),
    StreamSpecification: { StreamEnabled: true, StreamViewType: table.streamViewType },
    ...(deletionProtection === undefined ? {} : { DeletionProtectionEnabled: deletionProtection }),
    ...(encryption === undefined ? {} : { SSESpecification: sseSpecification(encryption) }),
  } satisfies CreateTableCommandInput;
}

/** An index, as tables are made with it. */
export function globalSecondaryIndex({ name, keySchema: keys, projection }: IndexDescription) {
  const { type, nonKeyAttributes } = projection;
  return {
    IndexName: name,
    KeySchema: keySchema(keys),
    Projection: {
      ProjectionType: type,
      ...(nonKeyAttributes === undefined ? {} : { NonKeyAttributes: [...nonKeyAttributes] }),
    },
  };
}

/** Each attribute that is a key of any, once. */
export function attributeDefinitions(keyed: readonly { readonly keySchema: readonly KeyAttribute[] }[]) {
  const types = new Map(keyed.flatMap(({ keySchema: keys }) => keys.map(({ name, type }) => [name, type] as const)));
  return [...types].map(
    ([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }) satisfies AttributeDefinition,
  );
}

export function sseSpecification(encryption: string) {
  if (encryption === 'aws-owned') return { Enabled: false };
  return {
    Enabled: true,
    SSEType: 'KMS' as const,
    ...(encryption === 'aws-managed' ? {} : { KMSMasterKeyId: encryption }),
  };
}

function keySchema(keys: readonly KeyAttribute[]): KeySchemaElement[] {
  return keys.map(({ name, keyType }) => ({ AttributeName: name, KeyType: keyType }));
}
