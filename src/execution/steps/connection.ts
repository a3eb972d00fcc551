import type { Item } from '../../ir/item.ts';
import type { Cursor, Page } from '../../storage/storage-engine.ts';
import type { KeyFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';

/** The value of a `Model…Connection` field. */
export interface Connection {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
}

/** A connection of a page; its token is made only where it is selected. */
export function connectionOf(run: RequestRun, step: LoadStep, page: Page, context: string): Connection {
  run.countItems(page.items.length);
  const nextToken = page.next !== null && step.wantsToken ? run.environment.pageTokens.seal(page.next, context) : null;
  return { items: page.items, nextToken };
}

/** @throws PreampError `page-token-invalid` for a token of another key or partition */
export function cursorOf(run: RequestRun, token: string | null, context: string): Cursor | null {
  return token === null ? null : run.environment.pageTokens.open(token, context);
}

/** What a page token is good for: one partition of one key, or the whole table. */
export function tokenContext(model: string, key: KeyFacts | null, hash: string | number | null): string {
  return JSON.stringify([model, key?.index ?? null, hash]);
}
