/** A Lambda function that resolves a field of the API. */
export type ResolverHandler<Arguments, Result> = (
  event: ResolverEvent<Arguments>,
  context: LambdaContext,
  callback: (error?: Error | string | null, result?: Result) => void,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler that answers through its callback returns nothing.
) => void | Promise<Result>;

/** What AppSync gives a function. */
export interface ResolverEvent<Arguments> {
  arguments: Arguments;
  // biome-ignore lint/suspicious/noExplicitAny: its members depend on the authorization mode, and handlers read them as they are.
  identity?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the parent record, of whatever type.
  source: Record<string, any> | null;
  request: { headers: Record<string, string | undefined>; domainName: string | null };
  info: {
    selectionSetList: string[];
    selectionSetGraphQL: string;
    parentTypeName: string;
    fieldName: string;
    variables: Record<string, unknown>;
  };
  /** The result of the function before it in a pipeline. */
  prev: { result: Record<string, unknown> } | null;
  stash: Record<string, unknown>;
}

export interface LambdaContext {
  callbackWaitsForEmptyEventLoop: boolean;
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  getRemainingTimeInMillis(): number;
}
