import type { ReadDecision } from '../../auth/authorizer.ts';
import type { Filter } from '../../filter/filter.ts';
import type { Attributes } from '../../storage/storage-engine.ts';
import type { LoadStep } from '../plan/operation-plan.ts';

type Allowed = Extract<ReadDecision, { readonly effect: 'allow' }>;

/** What a step reads of its items for one caller: what is shown, and what the caller's rules look at. */
export function attributesFor(step: LoadStep, decision: Allowed): Attributes | undefined {
  const { reads } = step;
  if (reads === undefined || (decision.filter === null && decision.fields.size === 0)) return reads;
  let attributes = step.readsUnder.get(decision);
  if (attributes === undefined) {
    const names = new Set(reads);
    if (decision.filter !== null) addFields(decision.filter, names);
    for (const rule of decision.fields.values()) if (rule !== 'deny') addFields(rule, names);
    attributes = [...names];
    step.readsUnder.set(decision, attributes);
  }
  return attributes;
}

function addFields(filter: Filter, names: Set<string>): void {
  switch (filter.op) {
    case 'and':
    case 'or':
      for (const part of filter.of) addFields(part, names);
      return;
    case 'not':
      addFields(filter.of, names);
      return;
    default:
      names.add(filter.field);
  }
}
