import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { AuthRule } from '../../ir/auth-rule.ts';
import type { DataModel, Field, Model } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import { itemLines } from '../transfer/item-lines.ts';
import { madeUpValue, seedEpoch, uuid } from './made-up-value.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

export interface SeedOptions {
  /** Equal numbers make equal items. */
  readonly seed: number;
  /** Items of each model. */
  readonly count: number;
  /** Stored forms of the owners that items are shared out to, as `<sub>::<username>`. */
  readonly owners: readonly string[];
}

type Draft = Record<string, unknown>;

/** A foreign key of a draft: the item it leads to, and which field takes which value of it. */
interface Link {
  readonly draft: Draft;
  readonly target: Draft;
  readonly fields: readonly (readonly [field: string, from: string])[];
}

/**
 * Makes up items for every model: of the right types, within the validations, with keys of their own, related to each
 * other, and owned where rules ask for owners. Items whose key turns out to be taken are left out.
 *
 * @throws PreampError `seed-impossible` for a required field whose pattern nothing made up would match
 */
export function makeItems(model: DataModel, options: SeedOptions): ReadonlyMap<string, readonly Item[]> {
  const random = seededRandom(options.seed);
  const drafts = new Map(
    model.models.map((each) => [
      each.name,
      Array.from({ length: options.count }, (_, n) => draftOf(each, model, n, options.owners, random)),
    ]),
  );
  const links = model.models.flatMap((each) => linksOf(each, model, drafts, random));
  // A key may consist of another item's key, and that of a third's: as many rounds as there are models reach the last.
  for (let round = 0; round < model.models.length; round++) {
    for (const { draft, target, fields } of links) for (const [field, from] of fields) draft[field] = target[from];
  }
  return new Map(model.models.map((each) => [each.name, finish(each, model, drafts.get(each.name)!)]));
}

function draftOf(
  model: Model,
  dataModel: DataModel,
  n: number,
  owners: readonly string[],
  random: SeededRandom,
): Draft {
  const draft: Draft = {};
  const ownerFields = new Map(ownerRules(model).map((rule) => [rule.ownerField, rule]));
  for (const field of model.fields) {
    const rule = ownerFields.get(field.name);
    if (rule !== undefined) {
      const owner = owners[n % owners.length];
      if (owner !== undefined) draft[field.name] = rule.ownerIsList ? [owner] : owner;
    } else if (field.origin === 'timestamp') draft[field.name] = new Date(seedEpoch + n * 60_000).toISOString();
    else if (field.origin === 'id') draft[field.name] = uuid(random);
    else draft[field.name] = fieldValue(field, model, dataModel, n, random);
  }
  return draft;
}

function fieldValue(field: Field, model: Model, dataModel: DataModel, n: number, random: SeededRandom): unknown {
  const value = madeUpValue(field, dataModel, random);
  if (value === undefined) {
    if (!field.type.nonNull) return null;
    throw new PreampError('seed-impossible', `Nothing can be made up for ${model.name}.${field.name}.`, {
      hint: 'Its validations ask for what only you know. Import items for this model instead, with `preamp import`.',
    });
  }
  // The hash field of a key tells items apart, where its type has room for that.
  if (field.name !== model.primaryKey.fields[0] || field.validations.length > 0) return value;
  const type = field.type.kind === 'NamedType' ? field.type.name : '';
  if (type === 'String') return `${String(value).replaceAll(' ', '-')}-${n + 1}`;
  return type === 'Int' ? n + 1 : value;
}

function ownerRules(model: Model): readonly (AuthRule & { readonly allow: 'owner' })[] {
  const rules = [...(model.rules ?? []), ...model.fields.flatMap((field) => field.rules ?? [])];
  return rules.filter((rule) => rule.allow === 'owner');
}

/** Foreign keys that this model's relations describe, whichever side holds them; the same one counts once. */
function linksOf(
  model: Model,
  dataModel: DataModel,
  drafts: ReadonlyMap<string, readonly Draft[]>,
  random: SeededRandom,
): readonly Link[] {
  const own = drafts.get(model.name)!;
  return model.relations.flatMap((relation): readonly Link[] => {
    const related = dataModel.models.find(({ name }) => name === relation.model)!;
    const others = drafts.get(related.name)!;
    const { on, fields } = relation.foreignKey;
    if (on === 'this') {
      const key = related.primaryKey.fields;
      const pairs = fields.flatMap((field, i) => (key[i] === undefined ? [] : [[field, key[i]] as const]));
      const isOne = relation.relation === 'hasOne';
      return own.map((draft, n) => ({ draft, target: isOne ? others[n]! : random.pick(others), fields: pairs }));
    }
    // The other side says it itself where it has the way back.
    const isSaid = related.relations.some(
      (back) => back.foreignKey.on === 'this' && back.foreignKey.fields.join() === fields.join(),
    );
    const isOne = relation.relation === 'hasOne';
    if (isSaid && !isOne) return [];
    const pairs = fields.flatMap((field, i) => {
      const from = relation.lookup.from[i];
      return from === undefined ? [] : [[field, from] as const];
    });
    return others.map((draft, n) => ({ draft, target: isOne ? own[n]! : random.pick(own), fields: pairs }));
  });
}

function finish(model: Model, dataModel: DataModel, drafts: readonly Draft[]): readonly Item[] {
  const lines = itemLines(model, dataModel);
  const items = new Map<string, Item>();
  for (const draft of drafts) {
    const key = JSON.stringify(model.primaryKey.fields.map((field) => draft[field]));
    const { item } = lines.read(JSON.stringify(draft));
    if (item !== null && !items.has(key)) items.set(key, item);
  }
  return [...items.values()];
}
