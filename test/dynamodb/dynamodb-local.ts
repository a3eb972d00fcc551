import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { ClientOptions } from '../../src/storage/dynamodb/open-client.ts';
import type {} from './global-setup.ts';

/** For `describe.skipIf`: the reason was printed when the project started. */
export const hasDynamodb = inject('dynamodbEndpoint') !== null;

/** How to reach an empty DynamoDB Local that nobody else sees. */
export function emptyDynamodb(): ClientOptions {
  const accessKeyId = randomUUID().replaceAll('-', '');
  return {
    endpoint: inject('dynamodbEndpoint')!,
    region: 'eu-central-1',
    credentials: { accessKeyId, secretAccessKey: 'local' },
  };
}
