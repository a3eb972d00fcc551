import { compareScalars } from './compare-scalars.ts';
import type { SortCondition } from './sort-condition.ts';

/** Whether a sort attribute's value meets the condition. A value of another type, or none, never does. */
export function matchesSortCondition(condition: SortCondition, value: unknown): boolean {
  switch (condition.op) {
    case 'eq':
      return value === condition.value;
    case 'lt':
      return holds(value, condition.value, (order) => order < 0);
    case 'le':
      return holds(value, condition.value, (order) => order <= 0);
    case 'gt':
      return holds(value, condition.value, (order) => order > 0);
    case 'ge':
      return holds(value, condition.value, (order) => order >= 0);
    case 'between':
      return holds(value, condition.low, (order) => order >= 0) && holds(value, condition.high, (order) => order <= 0);
    case 'beginsWith':
      return typeof value === 'string' && value.startsWith(condition.value);
  }
}

function holds(value: unknown, operand: string | number, test: (order: number) => boolean): boolean {
  const order = compareScalars(value, operand);
  return order !== null && test(order);
}
