import type { MaybePromise } from '../../util/maybe-promise.ts';
import { FieldError } from '../errors/field-error.ts';
import { RequestRefused } from '../errors/request-refused.ts';
import { unauthorized } from '../errors/unauthorized.ts';
import type { FieldPlan, LoadStep, ObjectPlan, ValuePlan } from '../plan/operation-plan.ts';
import { isHidden } from './field-guard.ts';
import type { RequestRun } from './request-run.ts';
import { runStep } from './run-step.ts';

/** A step with the parents that wait for it. */
interface Task {
  readonly field: FieldPlan;
  readonly step: LoadStep;
  readonly parents: object[];
}

type Wave = Map<number, Task>;

/**
 * Loads all that an operation selects, level by level: every step of a level runs once, for all its parents. Root fields
 * of a mutation run one after the other. Returns at once where every step does.
 *
 * @throws RequestRefused where the caller's policy does not cover a root field
 */
export function loadValues(run: RequestRun): MaybePromise<void> {
  const tasks: Task[] = [];
  for (const field of run.plan.roots) {
    if (field.source.kind !== 'step') continue;
    const { step } = field.source;
    if (isPermitted(run, field)) tasks.push({ field, step, parents: [run.root] });
    else run.results[step.slot]!.set(run.root, unauthorized(field.name, field.parentType, null));
  }
  if (run.plan.operation.operation === 'mutation') return loadInTurn(run, tasks, 0);
  return loadLevels(run, tasks);
}

/** Takes the value of a root field as given and loads what is selected below it. */
export function loadBelow(run: RequestRun, field: FieldPlan, value: unknown): MaybePromise<void> {
  if (field.source.kind !== 'step') return;
  const { step } = field.source;
  run.results[step.slot]!.set(run.root, value);
  return loadLevels(run, nextLevel(run, [{ field, step, parents: [run.root] }]));
}

function isPermitted(run: RequestRun, field: FieldPlan): boolean {
  if (field.source.kind !== 'step' || field.source.step.descriptor.kind === 'introspection') return true;
  const permission = run.decisions.permits(field.parentType, field.name);
  if (permission === 'outsidePolicy') {
    throw new RequestRefused(401, 'UnauthorizedException', 'You are not authorized to make this call.');
  }
  return permission === 'permitted';
}

function loadInTurn(run: RequestRun, tasks: readonly Task[], first: number): MaybePromise<void> {
  for (let index = first; index < tasks.length; index += 1) {
    const loading = loadLevels(run, [tasks[index]!]);
    if (loading instanceof Promise) return loading.then(() => loadInTurn(run, tasks, index + 1));
  }
}

function loadLevels(run: RequestRun, tasks: readonly Task[]): MaybePromise<void> {
  let level = tasks;
  while (level.length > 0) {
    run.checkDeadline();
    const current = level;
    const pending: Promise<void>[] = [];
    for (const { step, parents } of current) {
      const loading = runStep(run, step, parents);
      if (loading instanceof Promise) pending.push(loading);
    }
    if (pending.length > 0) return Promise.all(pending).then(() => loadLevels(run, nextLevel(run, current)));
    level = nextLevel(run, current);
  }
}

function nextLevel(run: RequestRun, tasks: readonly Task[]): readonly Task[] {
  const wave: Wave = new Map();
  for (const { field, step, parents } of tasks) {
    if (!loads(field.value)) continue;
    const results = run.results[step.slot]!;
    for (const parent of parents) collectTasks(run, field.value, results.get(parent), wave);
  }
  return [...wave.values()];
}

/** Adds what is to be loaded below a value to the next level. */
function collectTasks(run: RequestRun, plan: ValuePlan, value: unknown, wave: Wave): void {
  if (value === null || value === undefined || value instanceof FieldError) return;
  switch (plan.kind) {
    case 'list':
      if (!loads(plan.of) || !Array.isArray(value)) return;
      for (const element of value) collectTasks(run, plan.of, element, wave);
      return;
    case 'abstract': {
      const possible = plan.possible.get(typeNameOf(value));
      if (possible !== undefined) collectTasks(run, possible, value, wave);
      return;
    }
    case 'object':
      if (plan.loading.length > 0 && typeof value === 'object') collectOfObject(run, plan, value, wave);
      return;
    default:
  }
}

function collectOfObject(run: RequestRun, plan: ObjectPlan, source: object, wave: Wave): void {
  const guard = run.guard(plan);
  for (const field of plan.loading) {
    if (guard !== null && isHidden(guard, field.name, source)) continue;
    if (field.source.kind === 'attribute') {
      collectTasks(run, field.value, Reflect.get(source, field.source.name), wave);
    } else if (field.source.kind === 'step') {
      const { step } = field.source;
      const results = run.results[step.slot]!;
      if (results.has(source)) continue;
      // Marks the parent as waiting: the same object may be met again.
      results.set(source, null);
      const task = wave.get(step.slot);
      if (task === undefined) wave.set(step.slot, { field, step, parents: [source] });
      else task.parents.push(source);
    }
  }
}

function loads(plan: ValuePlan): boolean {
  if (plan.kind === 'list') return loads(plan.of);
  return plan.kind === 'abstract' || (plan.kind === 'object' && plan.loading.length > 0);
}

/** The name of an object's type, as handlers tell it. */
export function typeNameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const name: unknown = Reflect.get(value, '__typename');
  return typeof name === 'string' ? name : '';
}
