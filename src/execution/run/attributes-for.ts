import type { ReadDecision } from '../../auth/authorizer.ts';
import { filterFields } from '../../filter/filter-fields.ts';
import type { Attributes } from '../../storage/storage-engine.ts';
import type { LoadStep } from '../plan/operation-plan.ts';

type Allowed = Extract<ReadDecision, { readonly effect: 'allow' }>;

/** What a step reads of its items for one caller: what is shown, and what the caller's rules look at. */
export function attributesFor(step: LoadStep, decision: Allowed): Attributes | undefined {
  const { reads } = step;
  if (reads === undefined || (decision.filter === null && decision.fields.size === 0)) return reads;
  let attributes = step.readsUnder.get(decision);
  if (attributes === undefined) {
    const rules = [...decision.fields.values()].filter((rule) => rule !== 'deny');
    if (decision.filter !== null) rules.push(decision.filter);
    attributes = [...new Set([...reads, ...rules.flatMap(filterFields)])];
    step.readsUnder.set(decision, attributes);
  }
  return attributes;
}
