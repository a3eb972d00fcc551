import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';

/** The `input` and `condition` arguments of a mutation. The schema makes `input` an object. */
export function inputOf(
  run: RequestRun,
  step: LoadStep,
): { readonly input: Readonly<Record<string, unknown>>; readonly condition: unknown } {
  const { input, condition } = step.arguments.read(run.variables);
  return { input: input as Readonly<Record<string, unknown>>, condition };
}
