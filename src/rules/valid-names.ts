import type { Model } from '../ir/data-model.ts';
import type { Anchor, ReportFinding, Rule } from './rule.ts';

const graphqlName = /^(?!__)[_A-Za-z][_0-9A-Za-z]*$/;
const tableName = /^[\w.-]{1,255}$/;

/** Names that stand in strings become names of GraphQL fields and types, which have rules of their own. */
export const validNames: Rule = {
  name: 'valid-names',
  check({ models }, report) {
    for (const model of models) checkNames(model, report);
  },
};

function checkNames({ name, table, fields, operations, indexes }: Model, report: ReportFinding): void {
  const check = (given: string | null, at: Anchor, pattern = graphqlName) => {
    if (given === null || pattern.test(given)) return;
    const message = `'${given}' is not a valid name.`;
    const hint = 'Use letters, digits and underscores, and begin with a letter.';
    report({ code: 'name-invalid', at, message, hint });
  };
  if (!/^\w+$/.test(name)) {
    // A join model named by its relation; all its other names are made of this one.
    check(name, { type: name });
    return;
  }
  if (name.startsWith('__')) return;
  check(table, { type: name, directive: 'mapsTo' }, tableName);
  for (const field of fields) {
    const directive = field.origin === 'timestamp' ? 'model' : field.origin === 'owner' ? 'auth' : undefined;
    if (field.origin !== 'declared') check(field.name, { type: name, ...(directive && { directive }) });
  }
  const { get, list, search, create, update, delete: remove, onCreate, onUpdate, onDelete } = operations;
  for (const operation of [get, list, create, update, remove, ...onCreate, ...onUpdate, ...onDelete]) {
    check(operation, { type: name, directive: 'model' });
  }
  check(search, { type: name, directive: 'searchable' });
  for (const index of indexes) check(index.queryField, { type: name, field: index.fields[0], directive: 'index' });
}
