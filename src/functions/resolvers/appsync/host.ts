/** What the host gives to code in the sandbox, beside the language itself. All of it is text and numbers. */
export interface ResolverHost {
  /** Milliseconds since 1970. */
  now(): number;
  /** Random bytes in hexadecimal. */
  randomHex(bytes: number): string;
  /** Minutes that a time zone is ahead of UTC at a time; `NaN` for a zone that is not known. */
  zoneOffset(zone: string, milliseconds: number): number;
  /** Prints one line. */
  print(text: string): void;
}

export function host(): ResolverHost {
  return (globalThis as unknown as { preampHost: ResolverHost }).preampHost;
}
