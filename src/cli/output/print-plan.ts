import type { MigrationPlan, MigrationStep } from '../../storage/migration-plan.ts';
import type { Terminal } from './terminal.ts';

/** A plan for programs: without what only the engine understands. */
export function planJson({ steps, questions = [] }: MigrationPlan) {
  return {
    steps: steps.map(({ impact, description }) => ({ impact, description })),
    questions: questions.map(({ rename, description }) => ({ description, rename })),
  };
}

/** Prints a plan for people, a line a step. */
export function printPlan({ steps, questions = [] }: MigrationPlan, { out, note, style }: Terminal): void {
  if (steps.length === 0) note('The stored data has the shape of the data model. There is nothing to do.');
  const mark: Record<MigrationStep['impact'], string> = {
    safe: style('green', 'safe       '),
    backfill: style('yellow', 'backfill   '),
    destructive: style('red', 'destructive'),
  };
  for (const { impact, description } of steps) out(`${mark[impact]}  ${description}`);
  for (const { description, rename } of questions) {
    const { model, from, to } = rename;
    note(`${description} Then add --rename ${model === null ? '' : `${model}.`}${from}=${to}`);
  }
}
