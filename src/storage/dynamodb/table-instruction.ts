import type { UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { attributeDefinitions, createTableInput, globalSecondaryIndex } from './create-table-input.ts';
import type { TableDescription } from './describe-tables.ts';

/** One thing to do with a table. A plan's statements are instructions as JSON; those of one table run in order. */
export type TableInstruction = { readonly table: string } & (
  | { readonly kind: 'create'; readonly input: ReturnType<typeof createTableInput> }
  | { readonly kind: 'delete' }
  /** Waits until the table and its indexes can be used. */
  | { readonly kind: 'await' }
  | {
      readonly kind: 'createIndex';
      readonly index: ReturnType<typeof globalSecondaryIndex>;
      readonly attributes: ReturnType<typeof attributeDefinitions>;
    }
  | { readonly kind: 'deleteIndex'; readonly index: string }
  /** Gives items the composite attribute `a#b` that they lack though they have its parts. */
  | {
      readonly kind: 'complete';
      readonly keys: readonly string[];
      readonly attribute: string;
      readonly parts: readonly string[];
    }
  | { readonly kind: 'rename'; readonly keys: readonly string[]; readonly from: string; readonly to: string }
  | {
      readonly kind: 'update';
      readonly input: Pick<UpdateTableCommandInput, 'DeletionProtectionEnabled' | 'SSESpecification'>;
    }
  | { readonly kind: 'pointInTimeRecovery'; readonly enabled: boolean }
  | { readonly kind: 'timeToLive'; readonly attribute: string }
);

/** Names of the attributes that make a table's primary key. */
export function keyAttributes(table: TableDescription): readonly string[] {
  return table.keySchema.map(({ name }) => name);
}
