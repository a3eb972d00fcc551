import { compositeAttribute } from '../../ir/composite-attribute.ts';
import type { DataModel, Field, Model } from '../../ir/data-model.ts';
import { sortAttribute } from '../../ir/sort-attribute.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { columnKind } from './column-kind.ts';
import { encodeAs } from './encode-value.ts';
import { relationLayouts } from './relation-layout.ts';
import type { ColumnLayout, IndexLayout, SchemaLayout, TableLayout } from './schema-layout.ts';

/** Table of the engine's own, which no model may take: one row for each applied layout, the last one current. */
export const historyTable = '_preamp_history';

/**
 * The layout of a data model. SQL names do not distinguish case where GraphQL names do, so a name that is taken gets a
 * suffix; what `applied` has named already keeps its name.
 */
export function deriveLayout(model: DataModel, applied: SchemaLayout): SchemaLayout {
  const names = new NameAllocator([historyTable]);
  for (const table of applied.tables) {
    names.reserve(table.sqlName);
    for (const index of table.indexes) names.reserve(index.sqlName);
  }
  const known = new Map(applied.tables.map((table) => [table.table, table]));
  return { tables: model.models.map((each) => tableLayout(each, model, known.get(each.table), names)) };
}

function tableLayout(
  model: Model,
  data: DataModel,
  applied: TableLayout | undefined,
  names: NameAllocator,
): TableLayout {
  const columnNames = new NameAllocator((applied?.columns ?? []).map((column) => column.sqlName));
  const appliedColumns = new Map(applied?.columns.map((column) => [column.attribute, column.sqlName]));
  const columns: ColumnLayout[] = [];
  const sqlNameOf = (attribute: string) => appliedColumns.get(attribute) ?? columnNames.allocate(attribute);
  for (const field of model.fields) columns.push(fieldColumn(field, sqlNameOf(field.name), data));
  for (const key of [model.primaryKey, ...model.indexes]) {
    const attribute = compositeAttribute(key.fields);
    if (attribute === null || columns.some((column) => column.attribute === attribute)) continue;
    columns.push({
      attribute,
      sqlName: sqlNameOf(attribute),
      kind: 'text',
      type: 'String',
      required: false,
      fill: null,
      parts: key.fields.slice(1),
    });
  }

  const sqlName = applied?.sqlName ?? names.allocate(model.table);
  const appliedIndexes = new Map(applied?.indexes.map((index) => [index.name, index.sqlName]));
  const primaryKey = model.primaryKey.fields;
  const index = (name: string | null, fields: readonly string[]): IndexLayout => {
    const sort = sortAttribute(fields);
    const key = [fields[0]!, ...(sort === null ? [] : [sort])];
    return {
      name,
      sqlName: appliedIndexes.get(name) ?? names.allocate(`${model.table}.${name ?? 'primary'}`),
      key,
      order: [...new Set([...key, ...primaryKey])],
    };
  };
  const relations = relationLayouts(model, data);
  return {
    table: model.table,
    sqlName,
    model: model.name,
    columns,
    primaryKey,
    indexes: [
      ...(compositeAttribute(primaryKey) === null ? [] : [index(null, primaryKey)]),
      ...model.indexes.map((each) => index(each.name, each.fields)),
    ],
    ...(relations.length > 0 && { relations }),
  };
}

function fieldColumn(field: Field, sqlName: string, data: DataModel): ColumnLayout {
  const kind = columnKind(field.type, data);
  const required = field.type.nonNull;
  const fill = required ? (encodeAs(field.default, kind) ?? null) : null;
  const type = typeName(field.type);
  const storedAs = field.attribute === undefined ? {} : { storedAs: field.attribute };
  return { attribute: field.name, ...storedAs, sqlName, kind, type, required, fill, parts: null };
}

function typeName(type: TypeRef): string {
  return type.kind === 'NamedType' ? type.name : `[${typeName(type.of)}]`;
}

class NameAllocator {
  readonly #taken: Set<string>;

  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken.map((name) => name.toLowerCase()));
  }

  reserve(name: string): void {
    this.#taken.add(name.toLowerCase());
  }

  allocate(wanted: string): string {
    // Names that begin so belong to SQLite.
    const base = wanted.toLowerCase().startsWith('sqlite_') ? `~${wanted}` : wanted;
    let name = base;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++) name = `${base}~${n}`;
    this.reserve(name);
    return name;
  }
}
