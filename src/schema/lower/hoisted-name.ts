import { upperFirst } from '../../util/upper-first.ts';

/** Name of an inline type: that of its parent and of its field, both capitalised. */
export function hoistedName(parent: string, field: string): string {
  return upperFirst(parent) + upperFirst(field);
}
