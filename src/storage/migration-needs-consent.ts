import { PreampError } from '../diagnostics/preamp-error.ts';
import type { MigrationPlan, RenameQuestion } from './migration-plan.ts';

/** A migration that would lose data and has no consent: what would be lost, and what may be meant as a rename instead. */
export class MigrationNeedsConsent extends PreampError {
  override readonly name = 'MigrationNeedsConsent';
  /** Descriptions of the destructive steps. */
  readonly losses: readonly string[];
  readonly questions: readonly RenameQuestion[];

  constructor(plan: MigrationPlan) {
    const losses = plan.steps.filter((step) => step.impact === 'destructive').map((step) => step.description);
    super('migration-needs-consent', `The new data model would lose data:\n${losses.join('\n')}`, {
      hint: 'Add back what is missing, or repeat the command with --accept-data-loss.',
    });
    this.losses = losses;
    this.questions = plan.questions ?? [];
  }
}
