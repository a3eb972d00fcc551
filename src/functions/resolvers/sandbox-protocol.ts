import type { FunctionOutcome } from './appsync/serve-resolver.ts';

/** What the pool sends to the sandbox's thread, one at a time. */
export interface SandboxRequest {
  readonly entry: string;
  /** The bundle; `null` where the thread has it. */
  readonly code: string | null;
  readonly name: 'request' | 'response';
  readonly authType: string;
  /** The resolver's context, as JSON. */
  readonly context: string;
}

export interface SandboxReply {
  readonly outcome: FunctionOutcome | { readonly kind: 'exhausted'; readonly message: string };
  /** What the code printed. */
  readonly printed: readonly string[];
}
