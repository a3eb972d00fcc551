import type { TypeRef } from '../../ir/type-ref.ts';
import { type Definitions, define, defineInput } from '../definitions/definitions.ts';
import type { ScalarClass } from '../naming/scalar-class.ts';
import { listOf, named } from '../type-refs.ts';

const classes: readonly ScalarClass[] = ['String', 'Int', 'Float', 'Boolean', 'ID'];
const ordered = ['ne', 'eq', 'le', 'lt', 'ge', 'gt', 'between'] as const;
const textual = ['contains', 'notContains', 'beginsWith'] as const;

/** Operators of a filter on a stored field; `reference/runtime.md` section 4.1. */
const filterOperators: Record<ScalarClass, readonly string[]> = {
  String: [...ordered, ...textual, 'attributeExists', 'attributeType', 'size'],
  ID: [...ordered, ...textual, 'attributeExists', 'attributeType', 'size'],
  Int: [...ordered, 'attributeExists', 'attributeType'],
  Float: [...ordered, 'attributeExists', 'attributeType'],
  Boolean: ['ne', 'eq', 'attributeExists', 'attributeType'],
};

/** Operators of a subscription's filter; section 7.3. */
const subscriptionOperators: Record<ScalarClass, readonly string[]> = {
  String: [...ordered, ...textual, 'in', 'notIn'],
  ID: [...ordered, ...textual, 'in', 'notIn'],
  Int: [...ordered, 'in', 'notIn'],
  Float: [...ordered, 'in', 'notIn'],
  Boolean: ['ne', 'eq'],
};

/** Operators of a key condition; section 3.3. A boolean cannot be a key. */
const keyOperators: Record<ScalarClass, readonly string[]> = {
  String: ['eq', 'le', 'lt', 'ge', 'gt', 'between', 'beginsWith'],
  ID: ['eq', 'le', 'lt', 'ge', 'gt', 'between', 'beginsWith'],
  Int: ['eq', 'le', 'lt', 'ge', 'gt', 'between'],
  Float: ['eq', 'le', 'lt', 'ge', 'gt', 'between'],
  Boolean: [],
};

/** The operator inputs and enums every API has, whether it uses them or not. */
export function defineFilterOperatorInputs(definitions: Definitions): void {
  for (const scalar of classes) {
    defineInput(definitions, `Model${scalar}Input`, operators(filterOperators[scalar], scalar));
    defineInput(definitions, `ModelSubscription${scalar}Input`, operators(subscriptionOperators[scalar], scalar));
  }
  defineInput(definitions, 'ModelSizeInput', operators(ordered, 'Int'));
  define(definitions, {
    kind: 'enum',
    name: 'ModelAttributeTypes',
    values: ['binary', 'binarySet', 'bool', 'list', 'map', 'number', 'numberSet', 'string', 'stringSet', '_null'],
  });
  define(definitions, { kind: 'enum', name: 'ModelSortDirection', values: ['ASC', 'DESC'] });
}

/** Defines the key condition of one scalar class, as `ModelStringKeyConditionInput`, and returns its name. */
export function defineScalarKeyCondition(definitions: Definitions, scalar: ScalarClass): string {
  const name = `Model${scalar}KeyConditionInput`;
  defineInput(definitions, name, operators(keyOperators[scalar], scalar));
  return name;
}

/** Defines the filter on an enum, or on a list of it, and returns its name. */
export function defineEnumFilter(definitions: Definitions, enumName: string, isList: boolean): string {
  const name = `Model${enumName}${isList ? 'List' : ''}Input`;
  const one = named(enumName);
  const whole = isList ? listOf(one) : one;
  defineInput(definitions, name, [
    ['eq', whole],
    ['ne', whole],
    ...(isList
      ? ([
          ['contains', one],
          ['notContains', one],
        ] as const)
      : []),
  ]);
  return name;
}

function operators(names: readonly string[], scalar: ScalarClass): [string, TypeRef][] {
  return names.map((name) => [name, operandType(name, scalar)]);
}

function operandType(operator: string, scalar: ScalarClass): TypeRef {
  switch (operator) {
    case 'between':
    case 'in':
    case 'notIn':
      return listOf(named(scalar));
    case 'attributeExists':
      return named('Boolean');
    case 'attributeType':
      return named('ModelAttributeTypes');
    case 'size':
      return named('ModelSizeInput');
    default:
      return named(scalar);
  }
}
