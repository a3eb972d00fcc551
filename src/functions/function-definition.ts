/** A function with every name by which handlers, grants and authorizers refer to it, its own first. */
export type FunctionDefinition = { readonly names: readonly string[] } & FunctionTarget;

/** Where a function runs. */
export type FunctionTarget = LocalFunction | LambdaFunction | EndpointFunction;

/** In this process' workers: what `defineFunction` or a Gen 1 function folder says of it. */
export interface LocalFunction {
  readonly kind: 'local';
  /** Absolute path of the module that exports `handler`, in TypeScript or JavaScript. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** 1 to 900. */
  readonly timeoutSeconds: number;
  /** Upper bound of the handler's heap, 128 to 10240. */
  readonly memoryMB: number;
}

/** Deployed to AWS Lambda. Credentials are those of the AWS SDK's own chain. */
export interface LambdaFunction {
  readonly kind: 'lambda';
  /** Name or ARN. */
  readonly functionName: string;
  /** Version or alias; `null` is the newest code. */
  readonly qualifier: string | null;
  /** `null` leaves it to the ARN, or to the environment as the AWS SDK reads it. */
  readonly region: string | null;
  /** URL of another service that speaks Lambda's protocol; `null` is AWS. */
  readonly endpoint: string | null;
  readonly timeoutSeconds: number;
}

/** Behind an HTTP endpoint, which gets each event as a POST. */
export interface EndpointFunction {
  readonly kind: 'endpoint';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}
