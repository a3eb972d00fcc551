import type { Handler } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';

/** One call of a field's handler, in terms of AppSync's resolver context. `reference/runtime.md` section 8. */
export interface Invocation {
  readonly typeName: string;
  readonly fieldName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The parent object of a field below the root; `null` at the root. */
  readonly source: unknown;
  readonly identity: Identity;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly selectionSetList: readonly string[];
}

/** Runs the handlers of custom operations. A failure is thrown as {@link HandlerError}. */
export interface FunctionInvoker {
  /** Runs `handlers` as a pipeline and returns the last result. */
  invoke(handlers: readonly Handler[], invocation: Invocation): Promise<unknown>;
  close(): Promise<void>;
}
