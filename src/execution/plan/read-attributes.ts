import type { Attributes } from '../../storage/storage-engine.ts';
import type { ObjectPlan, ValuePlan } from './operation-plan.ts';

/**
 * Attributes of a model's items that a value shows, or that relations below it start from, in the order of the response;
 * `undefined` where all may be needed: handlers of computed fields see the whole item.
 *
 * @param value of the field that loads the items: an item, or a connection of them
 */
export function readAttributes(value: ValuePlan, model: string | null): Attributes | undefined {
  const names = new Set<string>();

  function addObject(plan: ObjectPlan): boolean {
    if (plan.type !== model) return plan.fields.every((field) => addValue(field.value));
    for (const { source } of plan.fields) {
      if (source.kind === 'attribute') names.add(source.name);
      else if (source.kind === 'step') {
        const { descriptor } = source.step;
        if (descriptor.kind !== 'relation') return false;
        for (const name of descriptor.relation.lookup.from) names.add(name);
      }
    }
    return true;
  }

  /** False where the whole item is needed. */
  function addValue(plan: ValuePlan): boolean {
    switch (plan.kind) {
      case 'list':
        return addValue(plan.of);
      case 'object':
        return addObject(plan);
      case 'leaf':
        return true;
      default:
        return false;
    }
  }

  return model !== null && addValue(value) ? [...names] : undefined;
}
