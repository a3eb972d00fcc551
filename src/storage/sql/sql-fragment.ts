import type { SqlValue } from './encode-value.ts';

/** A piece of SQL with the values of its `?` placeholders, in order. */
export interface SqlFragment {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}
