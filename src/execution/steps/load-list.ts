import { decideByFields } from '../../auth/decide-by-fields.ts';
import { visibleFilter } from '../../auth/visible-filter.ts';
import type { QueryRequest, ScanRequest } from '../../storage/storage-engine.ts';
import { mapMaybe } from '../../util/map-maybe.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import { invalidArguments } from '../errors/database-errors.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { KeyFacts, ModelFacts } from '../model-facts.ts';
import type { Arguments } from '../plan/argument-reader.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import { attributesFor } from '../run/attributes-for.ts';
import type { RequestRun } from '../run/request-run.ts';
import { connectionOf, cursorOf, tokenContext, tokenScope } from './connection.ts';
import { bothFilters, pageArguments } from './page-arguments.ts';
import { queryPage, scanPage } from './read-pages.ts';
import { searchedFields } from './searched-fields.ts';

/** What a list reads: a partition of a key, or the whole table where `query` is null. */
export interface ListRead {
  readonly scan: ScanRequest;
  readonly query: QueryRequest | null;
  /** Context of the page's token. */
  readonly context: string;
}

/**
 * `listXs` and index queries: a query where the hash argument is given, otherwise a scan. `reference/runtime.md` sections 3.2 to 3.4.
 */
export function loadList(run: RequestRun, step: LoadStep, facts: ModelFacts, key: KeyFacts): MaybePromise<unknown> {
  const { scan, query, context } = listRead(run, step, facts, key);
  const items = query === null ? scanPage(run.environment, scan) : queryPage(run.environment, query);
  return mapMaybe(items, (loaded) => connectionOf(run, step, loaded, context));
}

/** @throws FieldError where the caller may not read, or the arguments make no sense */
export function listRead(run: RequestRun, step: LoadStep, facts: ModelFacts, key: KeyFacts): ListRead {
  const model = facts.model.name;
  const page = pageArguments(run, step, facts, key, undefined, (args) => checkKeyArguments(step, key, args));
  const decision = run.read(model, 'list');
  if (decision.effect === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explained(decision.explanation));
  }
  const hash = page.arguments[key.hash];
  const filter = bothFilters(visibleFilter(page.filter, decision.fields), decision.filter);
  const attributes = attributesFor(step, decision);
  const { sort, descending, limit } = page;
  if (typeof hash !== 'string' && typeof hash !== 'number') {
    const context = tokenContext(tokenScope(key, page, decision.filter), null);
    const after = cursorOf(run, page.token, context);
    return { scan: { model, filter, limit, after, attributes }, query: null, context };
  }
  // Somebody else's owner key is refused rather than found empty.
  if (decision.filter !== null && decideByFields(decision.filter, { [key.hash]: hash }) === 'none') {
    throw unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'list'));
  }
  const searched = searchedFields([key.hash, ...(sort === null ? [] : key.sortFields)], decision.fields);
  if (searched === 'deny') {
    throw unauthorized(step.fieldName, step.parentType, run.explainRecord(model, 'list'));
  }
  const context = tokenContext(tokenScope(key, page, decision.filter), hash);
  const after = cursorOf(run, page.token, context);
  const scan = { model, filter: bothFilters(filter, searched), limit, after, attributes };
  return { scan, query: { ...scan, index: key.index, hash, sort, descending }, context };
}

function checkKeyArguments(step: LoadStep, key: KeyFacts, args: Arguments): void {
  const isList = step.descriptor.kind === 'list';
  const hasHash = args[key.hash] !== null && args[key.hash] !== undefined;
  const sorted = args.sortDirection !== null && args.sortDirection !== undefined;
  const argument = step.sortArgument;
  if (isList && !hasHash && argument !== null && args[argument] !== null && args[argument] !== undefined) {
    throw invalidArguments(
      key.composite === null
        ? `When providing argument '${argument}' you must also provide arguments ${key.hash}`
        : `When providing argument '${argument}' you must also provide '${key.hash}'.`,
    );
  }
  if (!sorted) return;
  if (key.sortFields.length === 0) {
    throw invalidArguments('sortDirection is not supported for List operations without a Sort key defined.');
  }
  if (isList && !hasHash) {
    throw invalidArguments(`When providing argument 'sortDirection' you must also provide argument '${key.hash}'.`);
  }
}
