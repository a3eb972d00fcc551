import type { DataModel } from '../ir/data-model.ts';
import type { Anchor, Rule } from './rule.ts';

interface RootField {
  readonly parent: 'Query' | 'Mutation' | 'Subscription';
  readonly name: string | null;
  readonly at: Anchor;
}

/** Every field of Query, Mutation and Subscription, written or generated, has a name of its own. */
export const distinctRootFields: Rule = {
  name: 'distinct-root-fields',
  check(model, report) {
    const seen = new Map<string, Anchor>();
    for (const { parent, name, at } of rootFields(model)) {
      if (name === null) continue;
      const key = `${parent}.${name}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, at);
        continue;
      }
      const message =
        first.type === at.type && at.directive === 'model' && first.directive === 'model'
          ? `A resolver for typeName ${parent} fieldName: ${name} already exists`
          : `Object type extension '${parent}' cannot redeclare field ${name}`;
      const both = first.type === at.type ? `'${at.type}'` : `'${first.type}' and '${at.type}'`;
      const hint = `The name comes twice, from ${both}: rename one with the arguments of @model or 'queryField' of @index.`;
      report({ code: 'root-field-conflict', at, message, hint });
    }
  },
};

function rootFields({ models, operations }: DataModel): RootField[] {
  return [
    ...operations.map(({ parent, name }): RootField => ({ parent, name, at: { type: parent, field: name } })),
    ...models.flatMap(({ name: type, operations: own, indexes }): RootField[] => {
      const at = { type, directive: 'model' };
      return [
        ...[own.get, own.list].map((name): RootField => ({ parent: 'Query', name, at })),
        { parent: 'Query', name: own.search, at: { type, directive: 'searchable' } },
        ...[own.create, own.update, own.delete].map((name): RootField => ({ parent: 'Mutation', name, at })),
        ...[...own.onCreate, ...own.onUpdate, ...own.onDelete].map(
          (name): RootField => ({ parent: 'Subscription', name, at }),
        ),
        ...indexes.map(
          ({ queryField, fields }): RootField => ({
            parent: 'Query',
            name: queryField,
            at: { type, field: fields[0], directive: 'index' },
          }),
        ),
      ];
    }),
  ];
}
