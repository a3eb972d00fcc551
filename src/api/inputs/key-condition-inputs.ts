import type { Model } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { type Definitions, defineInput } from '../definitions/definitions.ts';
import {
  compositeKeyArgumentName,
  compositeKeyConditionInputName,
  compositeKeyInputName,
} from '../naming/key-names.ts';
import { scalarClass } from '../naming/scalar-class.ts';
import { baseName, listOf, named } from '../type-refs.ts';
import { defineScalarKeyCondition } from './filter-operator-inputs.ts';

const compositeOperators = ['eq', 'le', 'lt', 'ge', 'gt', 'beginsWith'] as const;

/** A table's primary key, or one of its indexes. */
export interface KeyShape {
  /** `null` is the primary key. */
  readonly index: string | null;
  readonly fields: readonly string[];
}

/**
 * The sort-key argument of a query on a key, with the inputs it needs defined; `null` where the key has no sort part.
 * `reference/runtime.md` section 3.3.
 */
export function sortKeyArgument(definitions: Definitions, model: Model, key: KeyShape): [string, TypeRef] | null {
  const [, ...sortFields] = key.fields;
  const [first] = sortFields;
  if (first === undefined) return null;
  if (sortFields.length === 1) {
    // An enum is stored as text, so its key condition is that of a string.
    const scalar = scalarClass(keyFieldType(model, first)) ?? 'String';
    return [first, named(defineScalarKeyCondition(definitions, scalar))];
  }
  return [compositeKeyArgumentName(sortFields), named(defineCompositeKey(definitions, model, key.index, sortFields))];
}

/** Base type name of a key field. */
export function keyFieldType(model: Model, name: string): string {
  const field = model.fields.find((each) => each.name === name);
  return field === undefined ? 'ID' : baseName(field.type);
}

function defineCompositeKey(
  definitions: Definitions,
  model: Model,
  index: string | null,
  sortFields: readonly string[],
): string {
  const whole = compositeKeyInputName(model.name, index);
  const condition = compositeKeyConditionInputName(model.name, index);
  defineInput(
    definitions,
    whole,
    sortFields.map((name, position): [string, TypeRef] => {
      const type = keyFieldType(model, name);
      // The last part may be a prefix of its value, which an AWS scalar would refuse.
      const relaxed = position === sortFields.length - 1 ? scalarClass(type) : null;
      return [name, named(relaxed ?? type)];
    }),
  );
  defineInput(definitions, condition, [
    ...compositeOperators.map((operator): [string, TypeRef] => [operator, named(whole)]),
    ['between', listOf(named(whole))],
  ]);
  return condition;
}
