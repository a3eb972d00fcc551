import type { CancellationReason, DynamoDB } from '@aws-sdk/client-dynamodb';
import type { FunctionLog } from '../../function-runner.ts';
import { HandlerError } from '../../handler-error.ts';
import type { DataSource, DataSourceResult } from '../data-source.ts';
import { carryOut, type PageTokens } from './table-operations.ts';
import { toItem } from './typed-values.ts';

/** A table of DynamoDB that no model is kept in. */
export interface TableAddress {
  readonly tableName: string;
  /** `null` leaves it to the environment, as the AWS SDK reads it. */
  readonly region: string | null;
  /** URL of another service that speaks DynamoDB's protocol; `null` is AWS. */
  readonly endpoint: string | null;
}

/** What a request that reached the table was refused for; other failures name accounts, roles and hosts. */
const told =
  /^(?:ConditionalCheckFailed|Validation|TransactionCanceled|TransactionConflict|ProvisionedThroughputExceeded|ItemCollectionSizeLimitExceeded|Throttling|RequestLimitExceeded|ResourceNotFound)/;

/**
 * A data source for requests of DynamoDB's form on a table elsewhere, with the AWS SDK: an optional peer that is loaded
 * with the first request. Requests go to the table as they are; credentials are those of the SDK's own chain.
 */
export function tableDataSource(name: string, address: TableAddress, tokens: PageTokens, log: FunctionLog): DataSource {
  let opened: Promise<DynamoDB> | null = null;
  const source: DataSource = async (request, requestId) => {
    try {
      opened ??= openClient(address);
      return { result: await carryOut(await opened, address.tableName, tokens, request), error: null };
    } catch (error) {
      if (error instanceof HandlerError && error.errorType?.startsWith('DynamoDB:')) {
        return { result: null, error: { message: error.message, type: error.errorType } };
      }
      if (error instanceof HandlerError) {
        opened = null;
        throw error;
      }
      return failure(error, requestId, (text) => log({ function: name, requestId, text }));
    }
  };
  source.close = async () => {
    const client = await opened?.catch(() => null);
    client?.destroy();
  };
  return source;
}

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  /** The item that did not pass a condition. */
  readonly Item?: Parameters<typeof toItem>[0];
  readonly CancellationReasons?: readonly CancellationReason[];
}

function failure(thrown: unknown, ownId: string, print: (text: string) => void): DataSourceResult {
  const error = thrown as ServiceError;
  const { $metadata: { httpStatusCode = 400, requestId = ownId } = {} } = error;
  if (!told.test(error.name)) {
    print(String(thrown));
    const message = 'The table could not be asked. The log has the details.';
    return { result: null, error: { message, type: `DynamoDB:${error.name}` } };
  }
  const message = `${error.message} (Service: DynamoDb, Status Code: ${httpStatusCode}, Request ID: ${requestId})`;
  return { result: resultOf(error), error: { message, type: `DynamoDB:${error.name}` } };
}

/** What stands in the way is `ctx.result`. */
function resultOf({ Item, CancellationReasons }: ServiceError): unknown {
  if (CancellationReasons === undefined) return Item === undefined ? null : toItem(Item);
  const cancellationReasons = CancellationReasons.map(({ Code, Message, Item: item }) => ({
    type: Code ?? 'None',
    message: Message ?? 'None',
    item: item === undefined ? null : toItem(item),
  }));
  return { keys: null, cancellationReasons };
}

async function openClient({ region, endpoint }: TableAddress): Promise<DynamoDB> {
  let sdk: Pick<typeof import('@aws-sdk/client-dynamodb'), 'DynamoDB'>;
  try {
    sdk = await import('@aws-sdk/client-dynamodb');
  } catch (cause) {
    throw new HandlerError('Tables in DynamoDB need the package @aws-sdk/client-dynamodb: install it.', {
      errorType: 'UnsupportedOperation',
      cause,
    });
  }
  return new sdk.DynamoDB({
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint }),
  });
}
