import { describe, expect, it } from 'vitest';
import { MigrationNeedsConsent } from '../../storage/migration-needs-consent.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import { type Consent, withConsent } from './with-consent.ts';

const rename: Rename = { model: 'Post', from: 'title', to: 'headline' };

function needsConsent(loses: string, renames: readonly Rename[]): MigrationNeedsConsent {
  return new MigrationNeedsConsent({
    steps: [{ impact: 'destructive', description: loses, statements: [] }],
    questions: renames.map((each) => ({ rename: each, description: `Was ${each.from} renamed?` })),
  });
}

/** Runs a migration that loses `title`, which may be a rename, and `body`, which is not. */
async function run(loses: { title: boolean; body: boolean }, answers: readonly (boolean | null)[] | null) {
  const attempts: Consent[] = [];
  const asked: string[] = [];
  const left = [...(answers ?? [])];
  const migrate = async (consent: Consent) => {
    attempts.push(consent);
    if (consent.destructive) return 'done';
    if (loses.title && consent.renames.length === 0) throw needsConsent('title goes', [rename]);
    if (loses.body) throw needsConsent('body goes', []);
    return 'done';
  };
  const ask = async (question: string) => {
    asked.push(question);
    return left.shift() ?? null;
  };
  const given = { destructive: false, renames: [] };
  const result = await withConsent(migrate, given, { note: () => {} }, answers === null ? null : ask);
  return { result, asked, last: attempts.at(-1) };
}

const loss = 'Let it? The database is copied before.';

describe('withConsent', () => {
  it.each([
    ['nothing is lost', { title: false, body: false }, [], 'done', [], { destructive: false, renames: [] }],
    [
      'a confirmed rename',
      { title: true, body: false },
      [true],
      'done',
      ['Was title renamed?'],
      { destructive: false, renames: [rename] },
    ],
    [
      'a confirmed rename beside a loss',
      { title: true, body: true },
      [true, true],
      'done',
      ['Was title renamed?', loss],
      { destructive: true, renames: [rename] },
    ],
    [
      'no rename, and the loss is allowed',
      { title: true, body: false },
      [false, true],
      'done',
      ['Was title renamed?', loss],
      { destructive: true, renames: [] },
    ],
    [
      'no rename, and no loss',
      { title: true, body: false },
      [false, false],
      null,
      ['Was title renamed?', loss],
      { destructive: false, renames: [] },
    ],
    [
      'broken off',
      { title: true, body: false },
      [null],
      null,
      ['Was title renamed?'],
      { destructive: false, renames: [] },
    ],
    [
      'a loss that is refused',
      { title: false, body: true },
      [false],
      null,
      [loss],
      { destructive: false, renames: [] },
    ],
  ])('%s', async (_, loses, answers, result, asked, last) => {
    expect(await run(loses, answers)).toEqual({ result, asked, last });
  });

  it('passes the error on where nobody can answer', async () => {
    await expect(run({ title: true, body: false }, null)).rejects.toThrow(MigrationNeedsConsent);
  });
});
