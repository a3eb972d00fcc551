import { closeSync, openSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { isSqliteError } from '../../util/is-sqlite-error.ts';
import { MigrationNeedsConsent } from '../migration-needs-consent.ts';
import type { MigrationPlan } from '../migration-plan.ts';
import { historyTable } from '../sql/derive-layout.ts';
import { copyTarget } from './copy-instruction.ts';
import { storageFailure } from './storage-failure.ts';

/**
 * Carries a plan out in one transaction: all of it or, on any failure, nothing.
 *
 * @throws MigrationNeedsConsent when it would lose data and may not
 * @throws PreampError `migration-outdated` when the schema has changed since the plan was made
 */
export function runMigration(
  database: Database.Database,
  plan: MigrationPlan,
  consent: { readonly destructive: boolean },
  file: string,
): void {
  const losesData = plan.steps.some((step) => step.impact === 'destructive');
  if (losesData && !consent.destructive) throw new MigrationNeedsConsent(plan);
  const instructions = plan.steps.flatMap((step) => step.statements);
  if (instructions.length === 0) return;
  try {
    for (const instruction of instructions) copyBefore(database, instruction);
    database.exec('BEGIN IMMEDIATE');
    for (const instruction of instructions) if (copyTarget(instruction) === null) database.exec(instruction);
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw isOutdated(error) ? outdated(error) : storageFailure(error, file);
  }
}

/** Carries a copy instruction out. The file is made first, as SQLite would make it readable for others. */
function copyBefore(database: Database.Database, instruction: string): void {
  const file = copyTarget(instruction);
  if (file === null) return;
  closeSync(openSync(file, 'wx', 0o600));
  database.prepare('VACUUM INTO ?').run(file);
}

function isOutdated(error: unknown): boolean {
  return isSqliteError(error) && error.message.includes(`${historyTable}.revision`);
}

function outdated(cause: unknown): PreampError {
  return new PreampError('migration-outdated', 'The schema of the database has changed since this plan was made.', {
    hint: 'Make a new plan and look at it again.',
    cause,
  });
}
