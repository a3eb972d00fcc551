import type { ItemPredicate } from '../../filter/compile-filter.ts';
import { ownProperty } from '../../util/own-property.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';
import { filterOfInput } from '../input/filter-of-input.ts';
import type { Arguments } from '../plan/argument-reader.ts';
import { shownOwner } from '../shape/shown-owner.ts';

const none: ReadonlySet<string> = new Set();

/**
 * Whether an event passes a subscription's arguments: `filter`, and every other argument as an equality with the field
 * of its name. An explicit null demands null. An owner may be told as stored or as shown. `reference/runtime.md`
 * section 7.2.
 */
export function argumentPredicate(
  environment: ExecutionEnvironment,
  args: Arguments,
  ownerFields: ReadonlySet<string> = none,
): ItemPredicate {
  const tests: ItemPredicate[] = [];
  for (const [name, value] of Object.entries(args)) {
    if (value === undefined || name === 'filter') continue;
    if (value === null) tests.push((item) => (ownProperty(item, name) ?? null) === null);
    else if (ownerFields.has(name)) {
      tests.push((item) => {
        const owner = ownProperty(item, name);
        return owner === value || shownOwner(owner) === value;
      });
    } else tests.push((item) => ownProperty(item, name) === value);
  }
  const filter = filterOfInput(args.filter, ownerFields);
  if (filter !== null) tests.push(environment.predicateOf(filter));
  return (item) => tests.every((test) => test(item));
}
