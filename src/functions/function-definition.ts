/** A handler that runs in this process' workers: what `defineFunction` or a Gen 1 function folder says of it. */
export interface FunctionDefinition {
  /** Name by which `@function` and `a.handler.function` refer to it; `${env}` already replaced. */
  readonly name: string;
  /** Absolute path of the module that exports `handler`, in TypeScript or JavaScript. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** 1 to 900. */
  readonly timeoutSeconds: number;
  /** Upper bound of the handler's heap, 128 to 10240. */
  readonly memoryMB: number;
}
