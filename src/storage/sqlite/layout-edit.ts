import type Database from 'better-sqlite3';
import type { MigrationStep } from '../migration-plan.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { Reference, RelationLayout } from '../sql/relation-layout.ts';
import type { ColumnLayout, SchemaLayout, TableLayout } from '../sql/schema-layout.ts';
import { addColumnSql, createTableSql } from './table-ddl.ts';

/**
 * Gives tables and columns other names, and fills columns, one step after the other. Each step is carried out at once,
 * so that the next is planned on what it leaves; the caller rolls all of them back.
 */
export class LayoutEdit {
  readonly database: Database.Database;
  readonly #steps: MigrationStep[] = [];
  #tables: readonly TableLayout[];

  constructor(database: Database.Database, layout: SchemaLayout) {
    this.database = database;
    this.#tables = layout.tables;
  }

  get layout(): SchemaLayout {
    return { tables: this.#tables };
  }

  get steps(): readonly MigrationStep[] {
    return this.#steps;
  }

  tableOf(model: string): TableLayout | undefined {
    return this.#tables.find((table) => table.model === model);
  }

  add(impact: MigrationStep['impact'], description: string, statements: readonly string[]): void {
    this.#execute(statements);
    this.#steps.push({ impact, description, statements });
  }

  /** Adds statements to the last step. */
  complete(statements: readonly string[]): void {
    this.#execute(statements);
    const last = this.#steps.pop()!;
    this.#steps.push({ ...last, statements: [...last.statements, ...statements] });
  }

  /** Adds a table, which has no indexes and composite attributes yet: those are planned as for any other table. */
  createTable(wanted: TableLayout, impact: MigrationStep['impact'], description: string): TableLayout {
    const table = { ...wanted, columns: wanted.columns.filter(({ parts }) => parts === null), indexes: [] };
    this.add(impact, description, [createTableSql(table)]);
    this.#tables = [...this.#tables, table];
    return table;
  }

  /** Gives a table another identity and, where no other has it, the name that goes with it. */
  moveTable(table: TableLayout, to: string, description: string): void {
    const taken = this.#tables.flatMap((each) => [each, ...each.indexes]).map((each) => each.sqlName.toLowerCase());
    const sqlName = taken.includes(to.toLowerCase()) ? table.sqlName : to;
    const statement = `ALTER TABLE ${quoteIdentifier(table.sqlName)} RENAME TO ${quoteIdentifier(sqlName)}`;
    this.add('safe', description, sqlName === table.sqlName ? [] : [statement]);
    this.#replace(table, { ...table, table: to, sqlName });
  }

  /** Calls models by other names, all at once: two may swap theirs. */
  renameModels(names: ReadonlyMap<string, string>): void {
    const renamed = (model: string) => names.get(model) ?? model;
    this.#tables = this.#tables.map((table) => ({ ...table, model: renamed(table.model) }));
    this.#mapRelations((relation) => ({
      ...relation,
      model: renamed(relation.model),
      ...(relation.join && { join: { ...relation.join, model: renamed(relation.join.model) } }),
    }));
  }

  /** Renames a field, with the composite attributes and keys that have a part in it. */
  renameField(model: string, from: string, to: string): void {
    const table = this.tableOf(model);
    const column = table?.columns.find((each) => each.attribute === from);
    if (table === undefined || column === undefined) return;
    if (table.columns.some((each) => each.attribute === to)) return;
    const renamed = (attribute: string) => (attribute === from ? to : attribute);
    const names = new Map([[from, to]]);
    for (const { attribute, parts } of table.columns) {
      if (parts?.includes(from)) names.set(attribute, parts.map(renamed).join('#'));
    }
    const statements: string[] = [];
    const taken = new Set(table.columns.map((each) => each.sqlName.toLowerCase()));
    const columns = table.columns.map((each): ColumnLayout => {
      const attribute = names.get(each.attribute);
      if (attribute === undefined) return each;
      const parts = each.parts?.map(renamed) ?? null;
      if (taken.has(attribute.toLowerCase())) return { ...each, attribute, parts };
      const change = `RENAME COLUMN ${quoteIdentifier(each.sqlName)} TO ${quoteIdentifier(attribute)}`;
      statements.push(`ALTER TABLE ${quoteIdentifier(table.sqlName)} ${change}`);
      return { ...each, attribute, sqlName: attribute, parts };
    });
    this.add('safe', `Renames the field ${model}.${from} to ${to}, with its values.`, statements);
    const all = (attributes: readonly string[]) => attributes.map((each) => names.get(each) ?? each);
    this.#replace(table, {
      ...table,
      columns,
      primaryKey: all(table.primaryKey),
      indexes: table.indexes.map((index) => ({ ...index, key: all(index.key), order: all(index.order) })),
    });
    this.#mapRelations((relation, owner) => withFieldRenamed(relation, owner, model, renamed));
  }

  /** Gives a relation another name. What is stored stays as it is. */
  renameRelation(model: string, from: string, to: string): void {
    this.add('safe', `Follows the relation ${model}.${from} under its new name ${to}.`, []);
    this.#mapRelations((relation, owner) =>
      owner === model && relation.name === from ? { ...relation, name: to } : relation,
    );
  }

  /** Gives an index another name in the model. In the database it keeps the name that it has. */
  renameIndex(model: string, from: string, to: string): void {
    const table = this.tableOf(model)!;
    this.add('safe', `Renames the index '${from}' of ${model} to '${to}'.`, []);
    const indexes = table.indexes.map((index) => (index.name === from ? { ...index, name: to } : index));
    this.#replace(table, { ...table, indexes });
  }

  /** Adds a column unless it is there; returns the statements that do. */
  addColumn(model: string, column: ColumnLayout): readonly string[] {
    const table = this.tableOf(model)!;
    if (table.columns.some((each) => each.attribute === column.attribute)) return [];
    this.#replace(table, { ...table, columns: [...table.columns, column] });
    return [addColumnSql(table, column)];
  }

  count(sql: string): number {
    return this.database.prepare(sql).pluck().get() as number;
  }

  #execute(statements: readonly string[]): void {
    for (const statement of statements) {
      if (!this.database.inTransaction) this.database.exec('BEGIN');
      this.database.exec(statement);
    }
  }

  #replace(old: TableLayout, young: TableLayout): void {
    this.#tables = this.#tables.map((table) => (table === old ? young : table));
  }

  #mapRelations(map: (relation: RelationLayout, owner: string) => RelationLayout): void {
    this.#tables = this.#tables.map((table) =>
      table.relations === undefined
        ? table
        : { ...table, relations: table.relations.map((each) => map(each, table.model)) },
    );
  }
}

/** The relation as it is stored after a field of `model` got another name. */
function withFieldRenamed(
  relation: RelationLayout,
  owner: string,
  model: string,
  renamed: (attribute: string) => string,
): RelationLayout {
  const rename = ({ fields, keys }: Reference, holder: string, target: string): Reference => ({
    fields: holder === model ? fields.map(renamed) : fields,
    keys: target === model ? keys.map(renamed) : keys,
  });
  const { on, reference, join } = relation;
  if (join !== undefined) {
    return {
      ...relation,
      reference: rename(reference, join.model, owner),
      join: { ...join, reference: rename(join.reference, join.model, relation.model) },
    };
  }
  const [holder, target] = on === 'this' ? [owner, relation.model] : [relation.model, owner];
  return { ...relation, reference: rename(reference, holder, target) };
}
