import type { CustomTypeDefinition } from '../definition.ts';
import { hoistedName } from './hoisted-name.ts';
import type { Scope } from './scope.ts';

/** Names of a custom type and of every custom type that stands in it, however deep. */
export function nestedCustomTypes(scope: Scope, name: string, type: CustomTypeDefinition): ReadonlySet<string> {
  const names = new Set<string>([name]);
  const open: [string, CustomTypeDefinition][] = [[name, type]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [parent, { fields }] = next;
    for (const [field, { data }] of Object.entries(fields)) {
      const nested = data.kind === 'ref' ? scope.resolve(data.link, parent, data.site) : data;
      if (nested.kind !== 'customType') continue;
      const nestedName = data.kind === 'ref' ? data.link : hoistedName(parent, field);
      if (names.has(nestedName)) continue;
      names.add(nestedName);
      open.push([nestedName, nested]);
    }
  }
  return names;
}
