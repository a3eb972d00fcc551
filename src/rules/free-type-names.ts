import { upperFirst } from '../util/upper-first.ts';
import type { Rule } from './rule.ts';

/**
 * Types that are made for a model have names of their own. An input of such a name replaces the generated one, as with
 * the official compiler; any other type would stand in its way.
 */
export const freeTypeNames: Rule = {
  name: 'free-type-names',
  check({ models, objects, interfaces, unions, enums, inputs }, report) {
    const generated = new Map<string, string>();
    const connections = new Map<string, string>();
    for (const { name } of models) {
      const model = upperFirst(name);
      for (const operation of ['Create', 'Update', 'Delete']) generated.set(`${operation}${model}Input`, name);
      for (const kind of ['Filter', 'Condition']) generated.set(`Model${model}${kind}Input`, name);
      generated.set(`ModelSubscription${model}FilterInput`, name);
      connections.set(`Model${model}Connection`, name);
    }
    for (const { name } of [...models, ...objects, ...interfaces, ...unions, ...enums, ...inputs]) {
      const isInput = inputs.some((input) => input.name === name);
      const model = connections.get(name) ?? (isInput ? undefined : generated.get(name));
      if (model === undefined) continue;
      const message = `Conflicting type '${name}' found.`;
      const hint = `The compiler makes a type of this name for the model '${model}': give yours another one.`;
      report({ code: 'type-name-taken', at: { type: name }, message, hint });
    }
  },
};
