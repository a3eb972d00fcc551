/** What a seed script asks of the command that runs it, which administers the user pool and keeps secrets. */
export type SeedRequest = { readonly id: string; readonly userPoolId: string | null } & (
  | {
      readonly operation: 'createUser';
      readonly username: string;
      readonly password: string;
      /** By Cognito's names. */
      readonly attributes: Readonly<Record<string, string>>;
    }
  | { readonly operation: 'addToGroup'; readonly username: string; readonly group: string }
  | { readonly operation: 'getSecret'; readonly name: string }
  | { readonly operation: 'setSecret'; readonly name: string; readonly value: string }
);

/** The answer to the request of the same id. */
export interface SeedAnswer {
  readonly id: string;
  /** `null` where it was done. */
  readonly error: { readonly name: string; readonly message: string } | null;
  /** Of `getSecret`. */
  readonly value?: string;
}

/** What ended a script early. `stack` names the project's own files. */
export interface SeedFailure {
  readonly failed: { readonly name: string; readonly message: string; readonly stack: string };
}
