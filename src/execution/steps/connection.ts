import { createHash } from 'node:crypto';
import type { Filter } from '../../filter/filter.ts';
import type { SortCondition } from '../../filter/sort-condition.ts';
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

/** @throws PreampError `page-token-invalid` for a token of another scope or partition */
export function cursorOf(run: RequestRun, token: string | null, context: string): Cursor | null {
  return token === null ? null : run.environment.pageTokens.open(token, context);
}

/**
 * What page tokens of one list are good for: a key as the schema has it, an order, and what the caller may see. Filter and
 * limit may change from page to page: a position stays one.
 *
 * @param rules what the caller's rules leave; `null` where that is everything
 */
export function tokenScope(key: KeyFacts, { sort, descending }: Order, rules: Filter | null): string {
  if (sort === null && !descending && rules === null) return key.identity;
  const rest = JSON.stringify([sort, descending, rules]);
  return `${key.identity}${createHash('sha256').update(rest).digest('base64url')}`;
}

/** The same for one partition, or the whole table where `hash` is `null`. */
export function tokenContext(scope: string, hash: string | number | null): string {
  return `${JSON.stringify(hash)}${scope}`;
}

interface Order {
  readonly sort: SortCondition | null;
  readonly descending: boolean;
}
