import type { Filter } from '../../filter/filter.ts';
import type { SortCondition } from '../../filter/sort-condition.ts';
import { invalidRequest } from '../errors/database-errors.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import { sortConditionOfInput } from '../input/sort-condition-of-input.ts';
import type { KeyFacts, ModelFacts } from '../model-facts.ts';
import type { Arguments } from '../plan/argument-reader.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';

/** The arguments that lists, index queries and relations share. */
export interface PageArguments {
  readonly arguments: Arguments;
  readonly filter: Filter | null;
  readonly sort: SortCondition | null;
  readonly descending: boolean;
  /** Within bounds: at least 1, at most the largest page. */
  readonly limit: number;
  readonly token: string | null;
}

const defaultLimit = 100;

/**
 * Reads a page's arguments; once per document where they hold no variables. `check` sees the arguments first.
 *
 * @throws FieldError for a limit below 1, a filter or a key condition that makes no sense
 */
export function pageArguments(
  run: RequestRun,
  step: LoadStep,
  facts: ModelFacts,
  key: KeyFacts,
  relationLimit: number = defaultLimit,
  check: (args: Arguments) => void = () => {},
): PageArguments {
  if (step.memo.prepared !== undefined) return step.memo.prepared as PageArguments;
  const args = step.arguments.read(run.variables);
  check(args);
  const limit = typeof args.limit === 'number' ? args.limit : relationLimit;
  if (limit < 1) {
    throw invalidRequest(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
      run.request.requestId,
    );
  }
  const prepared: PageArguments = {
    arguments: args,
    filter: filterOfInput(args.filter, facts.ownerFields),
    sort: step.sortArgument === null ? null : sortConditionOfInput(key, step.sortArgument, args[step.sortArgument]),
    descending: args.sortDirection === 'DESC',
    limit: Math.min(limit, run.environment.limits.maxPageSize),
    token: typeof args.nextToken === 'string' && args.nextToken !== '' ? args.nextToken : null,
  };
  if (step.arguments.constant !== null) step.memo.prepared = prepared;
  return prepared;
}

/** Both filters; `null` where there is neither. */
export function bothFilters(first: Filter | null, second: Filter | null): Filter | null {
  if (first === null || second === null) return first ?? second;
  return { op: 'and', of: [first, second] };
}
