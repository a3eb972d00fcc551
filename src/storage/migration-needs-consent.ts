import { PreampError } from '../diagnostics/preamp-error.ts';
import type { MigrationPlan, Rename, RenameQuestion } from './migration-plan.ts';

/** A migration that would lose data and has no consent: what would be lost, and what may be meant as a rename instead. */
export class MigrationNeedsConsent extends PreampError {
  override readonly name = 'MigrationNeedsConsent';
  /** Descriptions of the destructive steps. */
  readonly losses: readonly string[];
  readonly questions: readonly RenameQuestion[];

  constructor(plan: MigrationPlan) {
    const losses = plan.steps.filter((step) => step.impact === 'destructive').map((step) => step.description);
    const questions = plan.questions ?? [];
    super('migration-needs-consent', `The new data model would lose data:\n${losses.join('\n')}`, {
      hint: [
        ...questions.map(
          ({ rename, description }) => `${description} Then repeat with --rename ${renameText(rename)}.`,
        ),
        'Add back what is missing, or repeat the command with --accept-data-loss.',
      ].join('\n  '),
    });
    this.losses = losses;
    this.questions = questions;
  }
}

/** A rename as the command line takes it: `Post.title=headline` for a field, `Post=Article` for a model. */
function renameText({ model, from, to }: Rename): string {
  return model === null ? `${from}=${to}` : `${model}.${from}=${to}`;
}
