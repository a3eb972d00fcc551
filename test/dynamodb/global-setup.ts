import type { TestProject } from 'vitest/node';
import { reasonToSkip, startDynamodbLocal } from './start-dynamodb-local.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the DynamoDB Local that all test files share; `null` where it cannot run. */
    readonly dynamodbEndpoint: string | null;
  }
}

/** Starts one DynamoDB Local for all files of the project, and stops it after the last. */
export async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const reason = reasonToSkip();
  if (reason !== null) {
    console.warn(`Tests on DynamoDB are skipped: ${reason}.`);
    provide('dynamodbEndpoint', null);
    return undefined;
  }
  const local = await startDynamodbLocal();
  provide('dynamodbEndpoint', local.endpoint);
  return local.close;
}
