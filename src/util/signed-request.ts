/** An HTTP request as SigV4 signs it. */
export interface SignedRequest {
  readonly method: string;
  /** Path with its query, as received. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
