import { decideByFields } from '../../auth/decide-by-fields.ts';
import { visibleFilter } from '../../auth/visible-filter.ts';
import { filterFields } from '../../filter/filter-fields.ts';
import type { Relation } from '../../ir/data-model.ts';
import type { ConstantMember, ItemMember, ItemShape, Lookup, PageMember } from '../../storage/item-shape.ts';
import { FieldError } from '../errors/field-error.ts';
import type { KeyFacts } from '../model-facts.ts';
import type { FieldPlan, LoadStep, ObjectPlan } from '../plan/operation-plan.ts';
import type { RequestRun } from '../run/request-run.ts';
import { tokenContext, tokenScope } from '../steps/connection.ts';
import { bothFilters, pageArguments } from '../steps/page-arguments.ts';
import { searchedFields } from '../steps/searched-fields.ts';
import { valueForm } from './value-form.ts';

/** A shape for an engine. */
export interface PlannedShape {
  readonly shape: ItemShape;
  /** Most items that one item of this shape holds, itself included. */
  readonly items: number;
}

/**
 * The shape steps of an object plan, as an engine may take them over for this caller; `null` where it cannot: some field
 * is hidden, some error certain, something depends on more than stored attributes. `constant`: the same is true of every
 * request of this plan by this caller.
 */
export function itemShapeOf(
  run: RequestRun,
  plan: ObjectPlan,
): { readonly planned: PlannedShape | null; readonly constant: boolean } {
  const planner = new ShapePlanner(run);
  const planned = planner.object(plan);
  return { planned, constant: planner.constant };
}

class ShapePlanner {
  constant = true;
  readonly #run: RequestRun;

  constructor(run: RequestRun) {
    this.#run = run;
  }

  object(plan: ObjectPlan): PlannedShape | null {
    if (this.#run.guard(plan) !== null) return null;
    const members: ItemMember[] = [];
    let items = 1;
    for (const field of plan.fields) {
      const planned = this.#member(field, plan.type);
      if (planned === null) return null;
      members.push(planned.member);
      items += planned.items;
    }
    return { shape: { members }, items };
  }

  #member(field: FieldPlan, type: string): { readonly member: ItemMember; readonly items: number } | null {
    const { responseKey: name, source, value } = field;
    switch (source.kind) {
      case 'typeName':
        return { member: typeName(name, type), items: 0 };
      case 'attribute': {
        const form = valueForm(value, source.owner, (plan) => this.#run.guard(plan) === null);
        if (form === null) return null;
        const required = value.nonNull;
        return { member: { kind: 'attribute', name, attribute: source.name, form, required }, items: 0 };
      }
      case 'step':
        return this.#relation(field, source.step);
      default:
        return null;
    }
  }

  #relation({ responseKey: name, value }: FieldPlan, step: LoadStep) {
    const { descriptor } = step;
    if (descriptor.kind !== 'relation' || value.kind !== 'object') return null;
    const { relation } = descriptor;
    const related = this.#run.environment.models.get(descriptor.related.name)!;
    const { index } = relation.lookup;
    const key = index === null ? related.primaryKey : related.indexes.get(index)!;
    const lookup = lookupOf(relation, related.model.name, key);
    const decision = this.#run.read(related.model.name, 'relation');
    if (lookup === null || decision.effect === 'deny') return null;
    const { filter } = decision;
    if (relation.relation !== 'hasMany') {
      const item = this.object(value);
      if (item === null) return null;
      const member: ItemMember = { kind: 'item', name, lookup, shape: item.shape, filter, required: value.nonNull };
      return { member, items: item.items };
    }
    if (step.arguments.constant === null) this.constant = false;
    // Where the key alone decides, the whole relation may be refused.
    if (filter !== null && (filterFields(filter).includes(key.hash) || decideByFields(filter, {}) === 'none'))
      return null;
    const page = this.#page(step, relation, key, related);
    if (page === null || page.token !== null || this.#run.guard(value) !== null) return null;
    const members = this.#pageMembers(value, tokenScope(key, page, filter));
    if (members === null) return null;
    const searched = searchedFields(page.sort === null ? [] : key.sortFields, decision.fields);
    if (searched === 'deny') return null;
    const { descending, limit } = page;
    const asked = bothFilters(visibleFilter(page.filter, decision.fields), searched);
    const sort = lookup.match.length > 1 ? null : page.sort;
    const paged = { lookup, sort, descending, filter: bothFilters(asked, filter), limit };
    return {
      member: { kind: 'page' as const, name, ...paged, members: members.members },
      items: limit * members.items,
    };
  }

  /** The page's arguments; `null` where they are wrong. */
  #page(step: LoadStep, relation: Relation, key: KeyFacts, related: Parameters<typeof pageArguments>[2]) {
    try {
      return pageArguments(this.#run, step, related, key, relation.limit);
    } catch (error) {
      if (error instanceof FieldError) return null;
      throw error;
    }
  }

  #pageMembers(plan: ObjectPlan, scope: string) {
    const { pageTokens } = this.#run.environment;
    const members: PageMember[] = [];
    let items = 0;
    for (const { responseKey: name, name: field, source, value } of plan.fields) {
      if (source.kind === 'typeName') members.push(typeName(name, plan.type));
      else if (field === 'nextToken') {
        const seal: Extract<PageMember, { kind: 'next' }>['seal'] = (cursor, hash) =>
          pageTokens.seal(cursor, tokenContext(scope, hash));
        members.push({ kind: 'next', name, seal });
      } else if (field === 'items' && value.kind === 'list' && value.of.kind === 'object') {
        const item = this.object(value.of);
        if (item === null) return null;
        members.push({ kind: 'items', name, shape: item.shape });
        items += item.items;
      } else return null;
    }
    return { members, items };
  }
}

function typeName(name: string, value: string): ConstantMember {
  return { kind: 'constant', name, value };
}

/** The attributes that a relation compares; `null` where it compares composite ones. */
function lookupOf({ relation, lookup }: Relation, model: string, key: KeyFacts): Lookup | null {
  const { index, from } = lookup;
  const isFullKey = index === null && from.length === key.fields.length;
  if (from.length > 1 && key.composite !== null && (relation === 'hasMany' || !isFullKey)) return null;
  return { model, index, match: from.map((equals, position) => ({ attribute: key.fields[position]!, equals })) };
}
