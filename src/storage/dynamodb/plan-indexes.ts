import type { GlobalSecondaryIndexDescription } from '@aws-sdk/client-dynamodb';
import type { MigrationStep } from '../migration-plan.ts';
import { attributeDefinitions, globalSecondaryIndex } from './create-table-input.ts';
import type { IndexDescription, TableDescription } from './describe-tables.ts';
import { planStep } from './plan-step.ts';
import type { TableComparison } from './plan-tables.ts';
import { hasKey, type StoredTable, storedIndex } from './stored-table.ts';
import { keyAttributes, type TableInstruction } from './table-instruction.ts';

/** What the indexes of a table need. Unused ones go first: a table has 20 at most. */
export function planIndexes(comparison: TableComparison, description: TableDescription): readonly MigrationStep[] {
  const { table, stored, options } = comparison;
  const steps: MigrationStep[] = [];
  const wanted = description.globalSecondaryIndexes;
  if (options.removeUnusedIndexes === true) {
    for (const index of unusedIndexes(stored, description)) {
      steps.push(
        planStep('safe', `The index ${index} of ${table} is deleted: the data model does not have it.`, {
          table,
          kind: 'deleteIndex',
          index,
        }),
      );
    }
  }
  for (const index of wanted) {
    const found = storedIndex(stored, index.name);
    const complete = completion(table, description, index);
    if (found !== null && found.IndexStatus !== 'DELETING') {
      if (fits(stored, found, index)) {
        if (options.completeKeys === true && complete !== null) {
          const what = `Items of ${table} get the attribute ${complete.attribute} where they lack it.`;
          steps.push(planStep('backfill', what, complete));
        }
        continue;
      }
      steps.push(
        planStep(
          'destructive',
          `The index ${index.name} of ${table} is deleted and made again: its key or projection is another. Queries that need it fail meanwhile.`,
          { table, kind: 'deleteIndex', index: index.name },
        ),
      );
    }
    steps.push(
      planStep(
        'backfill',
        `The index ${index.name} of ${table} is created; DynamoDB fills it with the items there are.`,
        ...(complete === null ? [] : [complete]),
        {
          table,
          kind: 'createIndex',
          index: globalSecondaryIndex(index),
          attributes: attributeDefinitions([description, index]),
        },
        // What servers of the data model before have written meanwhile lacks it too.
        ...(complete === null ? [] : [complete]),
      ),
    );
  }
  return steps;
}

/** Names of the indexes that a table has and the data model does not. */
export function unusedIndexes(stored: StoredTable, description: TableDescription): readonly string[] {
  const used = new Set(description.globalSecondaryIndexes.map(({ name }) => name));
  return (stored.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName!).filter((name) => !used.has(name));
}

/** An index that holds more of each item than is wanted is as good. */
function fits(stored: StoredTable, found: GlobalSecondaryIndexDescription, wanted: IndexDescription): boolean {
  if (!hasKey(stored, found.KeySchema, wanted.keySchema)) return false;
  const { ProjectionType: type, NonKeyAttributes: included = [] } = found.Projection ?? {};
  if (type === 'ALL' || wanted.projection.type === 'KEYS_ONLY') return true;
  if (wanted.projection.type === 'ALL' || type === 'KEYS_ONLY') return false;
  return wanted.projection.nonKeyAttributes!.every((name) => included.includes(name));
}

/** What completes the items for an index whose sort key is composite; `null` for others. */
function completion(table: string, description: TableDescription, index: IndexDescription) {
  const { name: attribute } = index.keySchema.at(-1)!;
  // No name of a field holds a number sign.
  if (!attribute.includes('#')) return null;
  const parts = attribute.split('#');
  return { table, kind: 'complete', keys: keyAttributes(description), attribute, parts } satisfies TableInstruction;
}
