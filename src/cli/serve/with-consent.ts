import { MigrationNeedsConsent } from '../../storage/migration-needs-consent.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import type { Terminal } from '../output/terminal.ts';

/** What a migration may do beyond what is lossless. */
export interface Consent {
  /** Whether it may lose data. */
  readonly destructive: boolean;
  readonly renames: readonly Rename[];
}

/** Asks a yes/no question; `null` when the user breaks off. */
export type Ask = (question: string) => Promise<boolean | null>;

/**
 * Carries out what migrates. Where that needs consent that was not given on the command line, the user is asked: first
 * what was renamed, then whether the rest may be lost. `null` when they say no, and nothing has changed then.
 *
 * @param ask `null` where nobody can answer: the error is passed on
 * @param question asked after the losses were listed
 */
export async function withConsent<T>(
  migrate: (consent: Consent) => Promise<T>,
  given: Consent,
  { note }: Pick<Terminal, 'note'>,
  ask: Ask | null = askOnTerminal(),
  question = 'Let it? The database is copied before.',
): Promise<T | null> {
  try {
    return await migrate(given);
  } catch (error) {
    if (!(error instanceof MigrationNeedsConsent) || ask === null) throw error;
    if (error.questions.length === 0) return await allowLoss(error, given);
    const renames = [...given.renames];
    for (const { rename, description } of error.questions) {
      const answer = await ask(description);
      if (answer === null) return null;
      if (answer) renames.push(rename);
    }
    if (renames.length === given.renames.length) return await allowLoss(error, given);
    const consent = { ...given, renames };
    try {
      return await migrate(consent);
    } catch (rest) {
      if (!(rest instanceof MigrationNeedsConsent)) throw rest;
      return await allowLoss(rest, consent);
    }
  }

  async function allowLoss(error: MigrationNeedsConsent, consent: Consent): Promise<T | null> {
    note(error.message);
    return (await ask!(question)) ? await migrate({ ...consent, destructive: true }) : null;
  }
}

/** Asks on the terminal; `null` in a pipe. */
export function askOnTerminal(): Ask | null {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return null;
  return async (message) => {
    const { confirm, isCancel } = await import('@clack/prompts');
    const answer = await confirm({ message, initialValue: false });
    return isCancel(answer) ? null : answer;
  };
}
