import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { Rule } from './rule.ts';

/** `@aws_subscribe` names mutations that exist. */
export const knownMutations: Rule = {
  name: 'known-mutations',
  check({ models, operations }, report) {
    const known = new Set(operations.flatMap(({ parent, name }) => (parent === 'Mutation' ? [name] : [])));
    for (const { operations: own } of models) {
      for (const name of [own.create, own.update, own.delete]) if (name !== null) known.add(name);
    }
    for (const { parent, name, mutations } of operations) {
      for (const mutation of mutations) {
        if (known.has(mutation)) continue;
        report({
          code: 'subscribe-unknown-mutation',
          at: { type: parent, field: name, directive: 'aws_subscribe' },
          message: `@aws_subscribe on ${parent}.${name} names '${mutation}', which is not a mutation.`,
          hint: didYouMean(mutation, known),
        });
      }
    }
  },
};
