/** Bounds on what one request may ask for. All are on by default. */
export interface ExecutionLimits {
  /** Tokens of a document's text. 20,000 unless given. */
  readonly maxTokens: number;
  /** Levels of nested fields. 30 unless given. */
  readonly maxDepth: number;
  /** Fields of an operation after its fragments are spread. 10,000 unless given. */
  readonly maxFields: number;
  /** Aliases of an operation after its fragments are spread. 500 unless given. */
  readonly maxAliases: number;
  /** Levels of lists and objects within each other, in variables and in literals. 100 unless given. */
  readonly maxInputDepth: number;
  /** Items a page holds at most; a larger `limit` argument gives a page of this size and a token. 10,000 unless given. */
  readonly maxPageSize: number;
  /** Items one request may load, relations included. 100,000 unless given. */
  readonly maxItems: number;
  /** Milliseconds a request may take. 30,000 unless given. */
  readonly timeout: number;
  /** Characters of document text the plan cache keeps. 4,000,000 unless given. */
  readonly maxCachedText: number;
}

export const defaultExecutionLimits: ExecutionLimits = Object.freeze({
  maxTokens: 20_000,
  maxDepth: 30,
  maxFields: 10_000,
  maxAliases: 500,
  maxInputDepth: 100,
  maxPageSize: 10_000,
  maxItems: 100_000,
  timeout: 30_000,
  maxCachedText: 4_000_000,
});
