import type { AttributeMember, ItemShape, PageMember, RelatedItemMember, RelatedPageMember } from '../item-shape.ts';
import type { ColumnKind } from '../sql/column-kind.ts';
import type { SqlValue } from '../sql/encode-value.ts';
import { filterToSql } from '../sql/filter-to-sql.ts';
import { quoteText } from '../sql/quote-text.ts';
import { sortConditionToSql } from '../sql/sort-condition-to-sql.ts';
import type { Cursor } from '../storage-engine.ts';
import { type JsonFunction, jsonCallFunction, unfitFunction } from './json-functions.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { TableBinding } from './table-binding.ts';
import { valueJson } from './value-json.ts';

/** SQL for the JSON text of an item under an alias. */
export interface ItemJson {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  readonly functions: readonly JsonFunction[];
  /** Attributes the SQL reads of the item itself. */
  readonly attributes: readonly string[];
}

type Tables = (model: string) => TableBinding;

/** Functions take at most 127 arguments. */
const maxMembers = 100;

/**
 * Compiles a shape of a table's items, which stand under the alias `t`; `null` for a shape that SQL cannot make: more
 * members than a function takes, keys that are compared with attributes of another kind. Text, not SQLite's JSON
 * values: those lose their type in a subquery and would be parsed again.
 */
export function itemJson(shape: ItemShape, table: TableBinding, tables: Tables): ItemJson | null {
  const compiler = new ItemCompiler(tables);
  const sql = compiler.item(shape, table, 't');
  if (!compiler.possible) return null;
  return { sql, parameters: compiler.parameters, functions: compiler.functions, attributes: attributesOf(shape) };
}

class ItemCompiler {
  readonly parameters: SqlValue[] = [];
  readonly functions: JsonFunction[] = [];
  possible = true;
  readonly #tables: Tables;
  #aliases = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Parameters come in the order of the text, so members are compiled in theirs. */
  item({ members }: ItemShape, table: TableBinding, alias: string): string {
    return this.#object(members, (member) => {
      switch (member.kind) {
        case 'attribute':
          return this.#attribute(member, table, alias);
        case 'item':
          return this.#relatedItem(member, table, alias);
        case 'page':
          return this.#relatedPage(member, table, alias);
      }
    });
  }

  #object<M extends { readonly name: string }>(
    members: readonly (M | { readonly kind: 'constant'; readonly name: string; readonly value: string })[],
    value: (member: M) => string,
  ): string {
    if (members.length > maxMembers) this.possible = false;
    const template: string[] = [];
    const values: string[] = [];
    for (const member of members) {
      const label = `${JSON.stringify(member.name)}:`;
      if ('kind' in member && member.kind === 'constant') {
        template.push(`${label}${JSON.stringify((member as { readonly value: string }).value)}`.replaceAll('%', '%%'));
      } else {
        template.push(`${label.replaceAll('%', '%%')}%s`);
        values.push(value(member as M));
      }
    }
    return `format(${[quoteText(`{${template.join(',')}}`), ...values].join(', ')})`;
  }

  #attribute(member: AttributeMember, table: TableBinding, alias: string): string {
    const column = table.column(member.attribute);
    return valueJson(
      table.expression(member.attribute, alias),
      column,
      member,
      (call) => this.functions.push(call) - 1,
    );
  }

  #relatedItem({ lookup, shape, filter, required }: RelatedItemMember, table: TableBinding, alias: string): string {
    const related = this.#tables(lookup.model);
    const inner = this.#alias();
    // Who may not see the related item is told so by an error.
    const allowed = filter === null ? null : this.#filter(filter, related, inner);
    const item = this.item(shape, related, inner);
    const value = allowed === null ? item : `CASE WHEN ${allowed} THEN ${item} ELSE ${unfitFunction}() END`;
    const from = this.#from({ lookup, sort: null, descending: false, filter: null }, table, alias, inner);
    this.parameters.push(1);
    const absent = required ? `${unfitFunction}()` : "'null'";
    return `ifnull((SELECT ${value} ${from} LIMIT ?), ${absent})`;
  }

  #relatedPage(page: RelatedPageMember, table: TableBinding, alias: string): string {
    const related = this.#tables(page.lookup.model);
    const inner = this.#alias();
    const value = this.#object<Exclude<PageMember, { kind: 'constant' }>>(page.members, (member) =>
      member.kind === 'items'
        ? `'[' || ifnull(group_concat(${this.item(member.shape, related, inner)}), '') || ']'`
        : this.#next(page, member.seal, table, alias),
    );
    // Without an aggregate there would be one such object for each item.
    if (page.members.every(({ kind }) => kind === 'constant')) return value;
    const attributes = new Set(
      page.members.flatMap((member) => (member.kind === 'items' ? attributesOf(member.shape) : [])),
    );
    const from = this.#from(page, table, alias, inner);
    this.parameters.push(page.limit);
    return `(SELECT ${value} FROM (SELECT ${related.columnList([...attributes], inner)} ${from} LIMIT ?) ${inner})`;
  }

  /** The position after a full page that more follows: the last item's values of the key's order. */
  #next(
    page: RelatedPageMember,
    seal: (cursor: Cursor, hash: string | number) => string,
    table: TableBinding,
    alias: string,
  ): string {
    const related = this.#tables(page.lookup.model);
    const { order } = related.order(page.lookup.index);
    if (order.some((attribute) => ['boolean', 'json'].includes(related.column(attribute).kind))) this.possible = false;
    const call = this.functions.push((...values) => {
      const cursor = Object.fromEntries(order.map((attribute, n) => [attribute, values[n] as string | number]));
      return JSON.stringify(seal(cursor, cursor[order[0]!]!));
    });
    const x = this.#alias();
    this.parameters.push(page.limit);
    const follows = this.#from(page, table, alias, x);
    this.parameters.push(page.limit);
    const last = this.#from(page, table, alias, x);
    this.parameters.push(page.limit - 1);
    const values = order.map((attribute) => related.expression(attribute, x)).join(', ');
    return `CASE WHEN count(*) = ? AND (SELECT 1 ${follows} LIMIT 1 OFFSET ?) THEN (SELECT ${jsonCallFunction}(${call - 1}, ${values}) ${last} LIMIT 1 OFFSET ?) ELSE 'null' END`;
  }

  /** FROM, WHERE and ORDER BY of related items. */
  #from(
    { lookup, sort, descending, filter }: Pick<RelatedPageMember, 'lookup' | 'sort' | 'descending' | 'filter'>,
    table: TableBinding,
    alias: string,
    inner: string,
  ): string {
    const related = this.#tables(lookup.model);
    const { key, order } = related.order(lookup.index);
    const where = lookup.match.map(({ attribute, equals }) => {
      if (!isComparable(related.column(attribute).kind, table.column(equals).kind)) this.possible = false;
      return `${related.expression(attribute, inner)} = ${table.expression(equals, alias)}`;
    });
    const sortAttribute = key[1];
    if (sortAttribute !== undefined) {
      const expression = related.expression(sortAttribute, inner);
      // Only so does SQLite see that the partial index holds all rows.
      where.push(`${expression} IS NOT NULL`);
      if (sort !== null) {
        const condition = sortConditionToSql(sort, expression, related.column(sortAttribute).kind);
        if (condition === null) this.possible = false;
        else {
          where.push(condition.sql);
          this.parameters.push(...condition.parameters);
        }
      }
    }
    if (filter !== null) where.push(this.#filter(filter, related, inner));
    const matched = new Set(lookup.match.map(({ attribute }) => attribute));
    const terms = order
      .filter((attribute) => !matched.has(attribute))
      .map((attribute) => `${related.expression(attribute, inner)}${descending ? ' DESC' : ''}`);
    const orderBy = terms.length === 0 ? '' : ` ORDER BY ${terms.join(', ')}`;
    return `FROM ${related.sqlName} ${inner} WHERE ${where.join(' AND ')}${orderBy}`;
  }

  #filter(filter: NonNullable<RelatedPageMember['filter']>, table: TableBinding, alias: string): string {
    const condition = filterToSql(filter, table.resolver(alias), sqliteDialect);
    this.parameters.push(...condition.parameters);
    return `(${condition.sql})`;
  }

  #alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }
}

/** Where kinds differ, SQL would convert between text and numbers, as the API does not. */
function isComparable(a: ColumnKind, b: ColumnKind): boolean {
  return a === b && a !== 'boolean' && a !== 'json';
}

/** What is read of an item itself: shown attributes, and those that lead to related items. */
function attributesOf({ members }: ItemShape): readonly string[] {
  const attributes = new Set<string>();
  for (const member of members) {
    if (member.kind === 'attribute') attributes.add(member.attribute);
    else if (member.kind !== 'constant') for (const { equals } of member.lookup.match) attributes.add(equals);
  }
  return [...attributes];
}
