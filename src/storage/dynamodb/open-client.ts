import type { DynamoDB, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { PreampError } from '../../diagnostics/preamp-error.ts';

export interface ClientOptions {
  /** As `eu-central-1`; where absent, that of the environment or the AWS configuration file. */
  readonly region?: string;
  /** Address of the service, for DynamoDB Local and private endpoints; AWS's unless given. */
  readonly endpoint?: string;
  /** Keys for requests; those of the environment, a profile or the machine's role unless given. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * A client of DynamoDB. Needs the package `@aws-sdk/client-dynamodb`.
 *
 * @throws PreampError `dynamodb-missing` without it
 */
export async function openClient(options: ClientOptions, settings: DynamoDBClientConfig = {}): Promise<DynamoDB> {
  const { DynamoDB } = await loadSdk();
  return new DynamoDB({ ...settings, ...options });
}

async function loadSdk(): Promise<Pick<typeof import('@aws-sdk/client-dynamodb'), 'DynamoDB'>> {
  try {
    return await import('@aws-sdk/client-dynamodb');
  } catch (cause) {
    throw new PreampError(
      'dynamodb-missing',
      'The package @aws-sdk/client-dynamodb, which DynamoDB needs, is not installed.',
      {
        hint: 'Run `npm install @aws-sdk/client-dynamodb`.',
        cause,
      },
    );
  }
}
