import { describe } from 'vitest';
import { createDynamoDbEngine } from '../../src/storage/dynamodb/dynamodb-engine.ts';
import { engineContract } from '../../src/testing/contract/engine-contract.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

describe.skipIf(!hasDynamodb)('on DynamoDB Local', () => {
  engineContract('dynamodb', () => createDynamoDbEngine({ ...emptyDynamodb(), naming: { prefix: '' } }));
});
