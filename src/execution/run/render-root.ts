import type { JsonPage } from '../../storage/storage-engine.ts';
import { mapMaybe } from '../../util/map-maybe.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import type { FieldPlan, LoadStep, ObjectPlan } from '../plan/operation-plan.ts';
import { itemShapeOf, type PlannedShape } from '../shape/item-shape-of.ts';
import { type ListRead, listRead } from '../steps/load-list.ts';
import type { RequestRun } from './request-run.ts';

/** How many requests do without the engine's JSON after a value did not fit: the next request would meet it again. */
const pause = 100;

/**
 * JSON text of the only root field of a query where it is a list with relations and the engine can write it. There it
 * takes about two thirds of the time; of single items and of lists without relations the plan makes JSON as fast.
 * `null` where the plan has to be run: for all else, for what the caller may not see, and for everything that ends in an
 * error, so that errors are made in one place.
 */
export function renderRoot(run: RequestRun): MaybePromise<string | null> {
  const [field, another] = run.plan.roots;
  if (field === undefined || another !== undefined || field.source.kind !== 'step') return null;
  const { environment } = run;
  if (run.plan.operation.operation !== 'query' || environment.compatibility.appsyncPages) return null;
  const { step } = field.source;
  if (environment.store.scanJson === undefined || run.decisions.permits(field.parentType, field.name) !== 'permitted') {
    return null;
  }
  try {
    const rendered = renderList(run, field, step);
    return rendered instanceof Promise ? rendered.catch(() => null) : rendered;
  } catch {
    // The plan meets the same error, and tells it with its path.
    return null;
  }
}

function renderList(run: RequestRun, field: FieldPlan, step: LoadStep): MaybePromise<string | null> {
  const connection = field.value;
  const { descriptor } = step;
  if (connection.kind !== 'object' || (descriptor.kind !== 'list' && descriptor.kind !== 'indexQuery')) return null;
  const items = connection.fields.filter(({ name }) => name === 'items');
  const list = items[0]?.value;
  if (items.length !== 1 || list?.kind !== 'list' || list.of.kind !== 'object' || run.guard(connection) !== null) {
    return null;
  }
  const facts = run.environment.models.get(descriptor.model.name)!;
  const key = descriptor.kind === 'list' ? facts.primaryKey : facts.indexes.get(descriptor.index.name)!;
  const planned = shapeOf(run, step, list.of);
  if (planned === null) return null;
  const read = listRead(run, step, facts, key);
  if (!run.mayLoad(planned.items * read.scan.limit)) return null;
  const options = { shape: planned.shape, wantsNext: step.wantsToken };
  const { store } = run.environment;
  const page =
    read.query === null
      ? store.scanJson!({ ...read.scan, ...options })
      : store.queryJson!({ ...read.query, ...options });
  return mapMaybe(page, (found) =>
    found === undefined ? unfit(run, step) : connectionJson(run, connection, read, found),
  );
}

function connectionJson(run: RequestRun, plan: ObjectPlan, read: ListRead, page: JsonPage): string {
  const members = plan.fields.map(({ responseKey, name, source }) => {
    const label = JSON.stringify(responseKey);
    if (source.kind === 'typeName') return `${label}:${JSON.stringify(plan.type)}`;
    if (name === 'items') return `${label}:[${page.items}]`;
    const token = page.next === null ? null : run.environment.pageTokens.seal(page.next, read.context);
    return `${label}:${JSON.stringify(token)}`;
  });
  return `{${members.join(',')}}`;
}

const withoutRelations = { planned: null, constant: true };

/** The shape for this caller, kept with what is known of the caller. */
function shapeOf(run: RequestRun, step: LoadStep, plan: ObjectPlan): PlannedShape | null {
  const { shapes } = run.decisions;
  const known = shapes.get(step);
  if (known !== undefined) {
    if (known === null) return null;
    if (known.paused === 0) return known.planned;
    known.paused -= 1;
    return null;
  }
  const { planned, constant } = plan.loading.length === 0 ? withoutRelations : itemShapeOf(run, plan);
  if (constant) shapes.set(step, planned === null ? null : { planned, paused: 0 });
  return planned;
}

function unfit(run: RequestRun, step: LoadStep): null {
  const known = run.decisions.shapes.get(step);
  if (known !== undefined && known !== null) known.paused = pause;
  return null;
}
