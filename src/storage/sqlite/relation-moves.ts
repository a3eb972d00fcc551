import type { DataModel } from '../../ir/data-model.ts';
import { deriveLayout } from '../sql/derive-layout.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import { type Holder, holderOf, type RelationLayout } from '../sql/relation-layout.ts';
import type { ColumnLayout, TableLayout } from '../sql/schema-layout.ts';
import { fillJoin } from './fill-join.ts';
import type { LayoutEdit } from './layout-edit.ts';
import { type Attributes, equalSql, existsSql, firstSql, hasAll, valuesSql } from './link-sql.ts';
import { columnName, compositeSql } from './table-ddl.ts';

/** A relation as it is stored, and as the data model wants it. */
interface Move {
  /** The model that it is a field of. */
  readonly owner: string;
  readonly old: RelationLayout;
  readonly young: RelationLayout;
}

/**
 * Moves the links of relations that are stored in other fields than before: foreign keys under other names, on the other
 * model, in a join table. A link that its new place cannot hold stays in the old one, whose removal needs consent then.
 */
export class RelationMoves {
  readonly #edit: LayoutEdit;
  readonly #model: DataModel;

  constructor(edit: LayoutEdit, model: DataModel) {
    this.#edit = edit;
    this.#model = model;
  }

  plan(): void {
    // Renames come last: what they rename may be read for another relation. Each move looks at what the last one left.
    for (const staysInPlace of [false, true]) {
      for (const { owner, young } of this.#moves().filter(({ old, young }) => (old.on === young.on) === staysInPlace)) {
        const move = this.#moves().find((each) => each.owner === owner && each.young.name === young.name);
        if (move !== undefined) this.#move(move);
      }
    }
  }

  #moves(): Move[] {
    return this.#wanted().flatMap((table) =>
      (table.relations ?? []).flatMap((young) => {
        const old = this.#edit.tableOf(table.model)?.relations?.find(({ name }) => name === young.name);
        return old === undefined || old.model !== young.model ? [] : [{ owner: table.model, old, young }];
      }),
    );
  }

  #move(move: Move): void {
    const { owner, old, young } = move;
    if (old.join !== undefined && young.join !== undefined) this.#renameJoin(move);
    else if (young.join !== undefined) this.#intoJoin(move, holderOf(owner, old));
    else if (old.join !== undefined) this.#outOfJoin(move, holderOf(owner, young));
    else if (old.on === young.on) this.#withinTable(move, holderOf(owner, old), holderOf(owner, young));
    else this.#toOtherTable(move, holderOf(owner, old), holderOf(owner, young));
  }

  /** The join table goes by the relation's new name, and its fields by the models'. */
  #renameJoin(move: Move): void {
    const { old, young } = move;
    const [from, to] = [old.join!, young.join!];
    const table = this.#edit.tableOf(from.model);
    if (table !== undefined && this.#edit.tableOf(to.model) === undefined && !this.#isModel(from.model)) {
      this.#edit.moveTable(table, to.model, `Renames the model ${from.model} to ${to.model}, with its items.`);
      this.#edit.renameModels(new Map([[from.model, to.model]]));
    }
    for (const [before, after, target] of [
      [old.reference, young.reference, move.owner],
      [from.reference, to.reference, young.model],
    ] as const) {
      this.#renameFields(to.model, before.fields, after.fields);
      this.#translate(move, { ...after, model: to.model, target }, before.keys);
    }
  }

  /** Fields that refer to an item by its old key refer to it by its new one; what refers to nothing stays. */
  #translate(move: Move, holder: Holder, oldKeys: readonly string[]): boolean {
    if (oldKeys.join('\n') === holder.keys.join('\n')) return true;
    const [table, target] = [this.#edit.tableOf(holder.model), this.#edit.tableOf(holder.target)];
    if (table === undefined || target === undefined || oldKeys.length !== holder.fields.length) return false;
    if (!hasAll(table, holder.fields) || !hasAll(target, oldKeys)) return false;
    const link = equalSql({ table: target, alias: 't', names: oldKeys }, { table, alias: 'h', names: holder.fields });
    const select = (columns: readonly ColumnLayout[]) =>
      firstSql({ table: target, alias: 't', names: holder.keys }, columns, link);
    return this.#fill(move, holder, holder, select, true);
  }

  /** The fields stay in the same table: they are renamed, or filled from the old ones or through the related item. */
  #withinTable(move: Move, from: Holder, to: Holder): void {
    const sameKeys = from.keys.join('\n') === to.keys.join('\n');
    if (sameKeys && from.fields.join('\n') === to.fields.join('\n')) return;
    if (sameKeys) this.#renameFields(from.model, from.fields, to.fields);
    const table = this.#edit.tableOf(from.model);
    const target = this.#edit.tableOf(from.target);
    if (table === undefined || target === undefined) return;
    // Fields that are gone have been renamed, and one that serves another relation now is that one's.
    if (!hasAll(table, from.fields) || this.#serves(from, { except: to })) return;
    const own: Attributes = { table, alias: 'h', names: from.fields };
    if (!sameKeys) {
      if (from.fields.join('\n') === to.fields.join('\n')) {
        this.#translate(move, to, from.keys);
        return;
      }
      if (from.keys.length !== from.fields.length || !hasAll(target, from.keys)) return;
      const link = equalSql({ table: target, alias: 't', names: from.keys }, own);
      const through = (columns: readonly ColumnLayout[]) =>
        firstSql({ table: target, alias: 't', names: to.keys }, columns, link);
      if (!this.#fill(move, from, to, through, true)) return;
      this.#clear(from, existsSql(target, 't', link));
      return;
    }
    if (!this.#fill(move, from, to, (columns) => valuesSql(own, columns))) return;
    this.#clear(from, equalSql(this.#fields(to, 'h'), this.#fields(from, 'h'), 'IS'));
  }

  /** The other model of the two has the fields now. Of several items that lead to the same one, the first is kept. */
  #toOtherTable(move: Move, from: Holder, to: Holder): void {
    const [source, target] = [this.#edit.tableOf(from.model), this.#edit.tableOf(to.model)];
    if (source === undefined || target === undefined) return;
    if (!hasAll(target, from.keys) || !hasAll(source, from.fields)) return;
    const link = equalSql({ table: target, alias: 'h', names: from.keys }, this.#fields(from, 's'));
    const first = (columns: readonly ColumnLayout[]) =>
      firstSql({ table: source, alias: 's', names: to.keys }, columns, link);
    if (!this.#fill(move, from, to, first)) return;
    const filled = this.#fields(to, 't');
    const back = equalSql({ table: source, alias: 'h', names: to.keys }, filled);
    const there = equalSql({ ...filled, names: from.keys }, this.#fields(from, 'h'));
    this.#clear(from, existsSql(filled.table, 't', `${back} AND ${there}`));
  }

  #intoJoin({ owner, young }: Move, from: Holder): void {
    const wanted = this.#wanted().find((table) => table.model === young.join!.model);
    const [source, target] = [this.#edit.tableOf(from.model), this.#edit.tableOf(from.target)];
    if (wanted === undefined || source === undefined || target === undefined || from.model === from.target) return;
    if (this.#edit.tableOf(wanted.model) !== undefined || this.#serves(from)) return;
    if (!hasAll(target, from.keys) || !hasAll(source, from.fields)) return;
    const link = equalSql({ table: target, alias: 't', names: from.keys }, this.#fields(from, 'h'));
    const sides = [
      { model: owner, ...young.reference },
      { model: young.model, ...young.join!.reference },
    ].map(({ model, fields, keys }) => {
      const [table, alias] = model === from.model ? [source, 'h'] : [target, 't'];
      const columns = fields.map((field) => wanted.columns.find((column) => column.attribute === field)!);
      return { columns, values: valuesSql({ table, alias, names: keys }, columns) };
    });
    const statement = fillJoin(wanted, sides, source, target, link);
    if (statement === null) return;
    const impact = this.#isEmpty(source) ? 'safe' : 'backfill';
    const what = `Moves the relation ${owner}.${young.name} from ${place(from)} to ${wanted.model}.`;
    this.#edit.createTable(wanted, impact, what);
    this.#edit.complete([statement]);
    this.#clear(from, existsSql(target, 't', link));
  }

  #outOfJoin(move: Move, to: Holder): void {
    const { owner, old } = move;
    const join = this.#edit.tableOf(old.join!.model);
    const holder = this.#edit.tableOf(to.model);
    if (join === undefined || holder === undefined || this.#isModel(join.model) || owner === old.model) return;
    const [kept, given] =
      to.model === owner ? [old.reference, old.join!.reference] : [old.join!.reference, old.reference];
    if (!hasAll(holder, kept.keys)) return;
    if (
      !this.#translate(move, { fields: given.fields, keys: to.keys, model: join.model, target: to.target }, given.keys)
    )
      return;
    const link = equalSql(
      { table: holder, alias: 'h', names: kept.keys },
      { table: join, alias: 's', names: kept.fields },
    );
    const first = (columns: readonly ColumnLayout[]) =>
      firstSql({ table: join, alias: 's', names: given.fields }, columns, link);
    if (!this.#fill(move, { ...given, model: join.model, target: to.target }, to, first)) return;
    const filled = this.#fields(to, 't');
    const there = equalSql({ ...filled, names: kept.keys }, { table: join, alias: 'h', names: kept.fields });
    const same = equalSql(filled, { table: join, alias: 'h', names: given.fields });
    const moved = existsSql(filled.table, 't', `${there} AND ${same}`);
    this.#edit.complete([`DELETE FROM ${quoteIdentifier(join.sqlName)} AS h WHERE ${moved}`]);
  }

  #renameFields(model: string, from: readonly string[], to: readonly string[]): void {
    if (from.length !== to.length) return;
    from.forEach((field, i) => {
      if (!this.#isField(model, field)) this.#edit.renameField(model, field, to[i]!);
    });
  }

  /**
   * Fills a holder's fields where they are empty, or, with `replacing`, wherever there is a value for them. Adds those
   * that are missing. `false` where it cannot.
   */
  #fill(
    { owner, young }: Move,
    from: Holder,
    to: Holder,
    select: (columns: readonly ColumnLayout[]) => readonly string[] | null,
    replacing = false,
  ): boolean {
    const stored = this.#edit.tableOf(to.model);
    const wanted = this.#wanted().find((table) => table.model === to.model);
    if (stored === undefined || stored.primaryKey.some((field) => to.fields.includes(field))) return false;
    const columns = to.fields.flatMap((field) => {
      const find = (table: TableLayout | undefined) => table?.columns.find((each) => each.attribute === field);
      return find(stored) ?? find(wanted) ?? [];
    });
    const values = select(columns);
    if (values === null) return false;
    const added = columns.flatMap((column) => this.#edit.addColumn(to.model, column));
    const table = this.#edit.tableOf(to.model)!;
    const names = to.fields.map((field) => columnName(table, field));
    const set = names.map((name, i) => `${name} = ${replacing ? `coalesce(${values[i]}, h.${name})` : values[i]}`);
    const where = replacing ? '' : ` WHERE ${names.map((name) => `h.${name} IS NULL`).join(' AND ')}`;
    const update = `UPDATE ${quoteIdentifier(table.sqlName)} AS h SET ${set.join(', ')}${where}`;
    const what =
      from === to
        ? `Leads the relation ${owner}.${young.name}, in ${place(to)}, to the new key of ${to.target}.`
        : `Moves the relation ${owner}.${young.name} from ${place(from)} to ${place(to)}.`;
    const statements = [...added, update, ...compositesOf(table, to.fields)];
    this.#edit.add(this.#isEmpty(table) ? 'safe' : 'backfill', what, statements);
    return true;
  }

  /** Empties fields that the data model has no more of what has been moved: only the rest is lost with them. */
  #clear(from: Holder, moved: string): void {
    const table = this.#edit.tableOf(from.model)!;
    const isKept = (field: string) => this.#isField(from.model, field) || table.primaryKey.includes(field);
    if (from.fields.some(isKept)) return;
    const set = from.fields.map((field) => `${columnName(table, field)} = NULL`).join(', ');
    this.#edit.complete([`UPDATE ${quoteIdentifier(table.sqlName)} AS h SET ${set} WHERE ${moved}`]);
  }

  #fields({ model, fields }: Holder, alias: string): Attributes {
    return { table: this.#edit.tableOf(model)!, alias, names: fields };
  }

  #isEmpty({ sqlName }: TableLayout): boolean {
    return this.#edit.count(`SELECT EXISTS (SELECT 1 FROM ${quoteIdentifier(sqlName)})`) === 0;
  }

  #isModel(name: string): boolean {
    return this.#model.models.some((model) => model.name === name);
  }

  #isField(model: string, name: string): boolean {
    const found = this.#model.models.find((each) => each.name === model);
    return found?.fields.some((field) => field.name === name) ?? false;
  }

  /** Whether a relation of the data model is stored in one of the fields: another than that of `except`. */
  #serves({ model, fields }: Holder, { except }: { readonly except?: Holder } = {}): boolean {
    return this.#wanted().some((table) =>
      (table.relations ?? []).some((relation) => {
        const holder = holderOf(table.model, relation);
        if (holder.model !== model || holder.fields.join('\n') === except?.fields.join('\n')) return false;
        return holder.fields.some((field) => fields.includes(field));
      }),
    );
  }

  #wanted(): readonly TableLayout[] {
    return deriveLayout(this.#model, this.#edit.layout).tables;
  }
}

function place({ model, fields }: Holder): string {
  return fields.map((field) => `${model}.${field}`).join(', ');
}

/** Composes key attributes anew that have a part in these fields. */
function compositesOf(table: TableLayout, fields: readonly string[]): readonly string[] {
  return table.columns
    .filter(({ parts }) => parts?.some((part) => fields.includes(part)))
    .map(({ sqlName, parts }) => {
      const value = compositeSql(table, parts!);
      return `UPDATE ${quoteIdentifier(table.sqlName)} SET ${quoteIdentifier(sqlName)} = ${value}`;
    });
}
