import { type GraphQLLeafType, isEnumType } from 'graphql';
import type { UsualForm, ValueForm } from '../../storage/item-shape.ts';
import { ownProperty } from '../../util/own-property.ts';
import type { LeafPlan, ObjectPlan, ValuePlan } from '../plan/operation-plan.ts';
import { acceptsLeaf } from './accepts-leaf.ts';
import { shownOwner } from './shown-owner.ts';

type Show = ValueForm['show'];

/**
 * What an engine must know of an attribute to show it without an error, as the compiled shapes would; `null` where more
 * than its value matters.
 *
 * @param owner only the text after the last `::` is shown
 * @param isOpen whether the caller may see all that is selected of an object
 */
export function valueForm(plan: ValuePlan, owner: boolean, isOpen: (plan: ObjectPlan) => boolean): ValueForm | null {
  const show = showPresent(plan, isOpen);
  if (show === null) return null;
  if (owner) return { usual: null, show: (value) => show(shownOwner(value)) };
  return { usual: plan.kind === 'leaf' ? usualForm(plan.type) : null, show };
}

function usualForm(type: GraphQLLeafType): UsualForm | null {
  if (isEnumType(type)) return { kind: 'oneOf', texts: type.getValues().map(({ name }) => name) };
  switch (type.name) {
    case 'ID':
    case 'String':
    case 'AWSJSON':
      return { kind: 'text' };
    case 'Boolean':
      return { kind: 'boolean' };
    case 'Int':
      return { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };
    case 'AWSTimestamp':
      return { kind: 'integer', min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
    case 'Float':
      return { kind: 'number' };
    case 'AWSDateTime':
      return { kind: 'time' };
    default:
      return null;
  }
}

/** Shows a value that is not null; `undefined` where that would be an error. */
function showPresent(plan: ValuePlan, isOpen: (plan: ObjectPlan) => boolean): Show | null {
  switch (plan.kind) {
    case 'leaf':
      return showLeaf(plan);
    case 'list': {
      const show = showPresent(plan.of, isOpen);
      return show === null ? null : (value) => showList(value, plan.of.nonNull, show);
    }
    case 'object':
      return isOpen(plan) ? showObject(plan, isOpen) : null;
    default:
      return null;
  }
}

function showLeaf({ type }: LeafPlan): Show {
  const accepts = acceptsLeaf(type);
  return (value) => {
    if (accepts(value)) return value;
    try {
      return type.coerceOutputValue(value);
    } catch {
      return undefined;
    }
  };
}

function showList(value: unknown, nonNull: boolean, show: Show): unknown {
  if (!Array.isArray(value)) return undefined;
  const elements = value.map((element) => showNullable(element, nonNull, show));
  return elements.includes(undefined) ? undefined : elements;
}

function showObject(plan: ObjectPlan, isOpen: (plan: ObjectPlan) => boolean): Show | null {
  const members: ((source: Readonly<Record<string, unknown>>) => unknown)[] = [];
  for (const { source, value } of plan.fields) {
    if (source.kind === 'typeName') members.push(() => plan.type);
    else {
      const show = source.kind === 'attribute' && !source.owner ? showPresent(value, isOpen) : null;
      if (source.kind !== 'attribute' || show === null) return null;
      members.push((parent) => showNullable(ownProperty(parent, source.name), value.nonNull, show));
    }
  }
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const entries: [string, unknown][] = [];
    for (const [index, { responseKey }] of plan.fields.entries()) {
      const shown = members[index]!(value as Readonly<Record<string, unknown>>);
      if (shown === undefined) return undefined;
      entries.push([responseKey, shown]);
    }
    return Object.fromEntries(entries);
  };
}

function showNullable(value: unknown, nonNull: boolean, show: Show): unknown {
  if (value !== null && value !== undefined) return show(value);
  return nonNull ? undefined : null;
}
