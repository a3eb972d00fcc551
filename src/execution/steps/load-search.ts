import { FieldError } from '../errors/field-error.ts';
import type { ModelFacts } from '../model-facts.ts';
import type { LoadStep } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';

/** `searchXs` needs a search index, which no engine has yet. */
export function loadSearch(_run: RequestRun, _step: LoadStep, facts: ModelFacts): never {
  throw new FieldError(`Search on ${facts.model.name} is not supported by this server.`, 'UnsupportedOperation');
}
