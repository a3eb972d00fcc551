import type { Api } from '../../api/api.ts';
import { type OperationStatement, operationStatements, type StatementOptions } from './operation-statement.ts';
import type { SelectedField, Selection } from './selection.ts';

/**
 * The statements of all root fields as generators of types see them: `__typename` comes first on every level, whether or
 * not the statement files ask for it.
 */
export function typedStatements(api: Api, options: StatementOptions): readonly OperationStatement[] {
  return (['query', 'mutation', 'subscription'] as const)
    .flatMap((kind) => operationStatements(api, kind, options))
    .map((statement) => ({ ...statement, selection: typenameFirst(statement.selection) }));
}

function typenameFirst(selection: Selection): Selection {
  if (selection === null) return null;
  return {
    fields: [{ name: '__typename', type: null, selection: null }, ...below(selection.fields)],
    cases: selection.cases.map(({ type, fields }) => ({ type, fields: below(fields) })),
  };
}

function below(fields: readonly SelectedField[]): readonly SelectedField[] {
  return fields
    .filter(({ type }) => type !== null)
    .map((field) => ({ ...field, selection: typenameFirst(field.selection) }));
}
