import type { Model } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { type Definitions, define, defineInput, field, object } from '../definitions/definitions.ts';
import type { FieldDefinition } from '../definitions/type-definition.ts';
import { type ScalarClass, scalarClass } from '../naming/scalar-class.ts';
import { baseName, listOf, named } from '../type-refs.ts';
import { hasDeclared } from './model-fields.ts';

const textOperators = [
  'ne',
  'gt',
  'lt',
  'gte',
  'lte',
  'eq',
  'match',
  'matchPhrase',
  'matchPhrasePrefix',
  'multiMatch',
  'exists',
  'wildcard',
  'regexp',
  'range',
];
const numberOperators = ['ne', 'gt', 'lt', 'gte', 'lte', 'eq', 'range'];

const operators: Record<ScalarClass, readonly string[]> = {
  String: textOperators,
  ID: textOperators,
  Int: numberOperators,
  Float: numberOperators,
  Boolean: ['eq', 'ne'],
};

/** The object types of aggregation results, one set for all searchable models. */
export const searchAggregateTypes = [
  'SearchableAggregateResult',
  'SearchableAggregateScalarResult',
  'SearchableAggregateBucketResult',
  'SearchableAggregateBucketResultItem',
] as const;

/** Defines all types of a model's search query and returns the query's field. `reference/runtime.md` section 9. */
export function searchField(definitions: Definitions, model: Model): FieldDefinition {
  const prefix = `Searchable${model.name}`;
  defineAggregateTypes(definitions);
  defineOperatorInputs(definitions);
  defineModelInputs(definitions, model, prefix);
  define(
    definitions,
    object(`${prefix}Connection`, [
      ['items', field(listOf(named(model.name), true))],
      ['nextToken', field(named('String'))],
      ['total', field(named('Int'))],
      ['aggregateItems', field(listOf(named('SearchableAggregateResult'), true))],
    ]),
  );
  const types: [string, TypeRef][] = [
    ['filter', named(`${prefix}FilterInput`)],
    ['sort', listOf(named(`${prefix}SortInput`))],
    ['limit', named('Int')],
    ['nextToken', named('String')],
    ['from', named('Int')],
    ['aggregates', listOf(named(`${prefix}AggregationInput`))],
  ];
  return field(named(`${prefix}Connection`), {
    arguments: new Map(types.map(([name, type]) => [name, { type, default: null }])),
    operation: { kind: 'search', model },
  });
}

function defineModelInputs(definitions: Definitions, model: Model, prefix: string): void {
  const searchable = [...model.fields, ...model.computedFields]
    .filter((each) => !('origin' in each) || each.origin !== 'owner')
    .map((each) => ({ name: each.name, typeName: baseName(each.type) }));
  if (!hasDeclared(model, 'id') && !searchable.some((each) => each.name === 'id') && !model.primaryKey.custom) {
    searchable.unshift({ name: 'id', typeName: 'ID' });
  }
  const scalars = searchable.filter((each) => scalarClass(each.typeName) !== null);
  const all = searchable.filter((each) => scalarClass(each.typeName) !== null || definitions.enums.has(each.typeName));
  defineInput(definitions, `${prefix}FilterInput`, [
    ...all.map(({ name, typeName }): [string, TypeRef] => [
      name,
      named(`Searchable${scalarClass(typeName) ?? 'String'}FilterInput`),
    ]),
    ['and', listOf(named(`${prefix}FilterInput`))],
    ['or', listOf(named(`${prefix}FilterInput`))],
    ['not', named(`${prefix}FilterInput`)],
  ]);
  define(definitions, { kind: 'enum', name: `${prefix}SortableFields`, values: scalars.map((each) => each.name) });
  define(definitions, { kind: 'enum', name: `${prefix}AggregateField`, values: all.map((each) => each.name) });
  defineInput(definitions, `${prefix}SortInput`, [
    ['field', named(`${prefix}SortableFields`)],
    ['direction', named('SearchableSortDirection')],
  ]);
  defineInput(definitions, `${prefix}AggregationInput`, [
    ['name', named('String', true)],
    ['type', named('SearchableAggregateType', true)],
    ['field', named(`${prefix}AggregateField`, true)],
  ]);
}

function defineOperatorInputs(definitions: Definitions): void {
  for (const [scalar, names] of Object.entries(operators)) {
    defineInput(
      definitions,
      `Searchable${scalar}FilterInput`,
      names.map((name): [string, TypeRef] => [
        name,
        name === 'range' ? listOf(named(scalar)) : named(name === 'exists' ? 'Boolean' : scalar),
      ]),
    );
  }
  define(definitions, { kind: 'enum', name: 'SearchableSortDirection', values: ['asc', 'desc'] });
  define(definitions, {
    kind: 'enum',
    name: 'SearchableAggregateType',
    values: ['terms', 'avg', 'min', 'max', 'sum', 'cardinality'],
  });
}

function defineAggregateTypes(definitions: Definitions): void {
  define(
    definitions,
    object('SearchableAggregateResult', [
      ['name', field(named('String', true))],
      ['result', field(named('SearchableAggregateGenericResult'))],
    ]),
  );
  define(definitions, {
    kind: 'union',
    name: 'SearchableAggregateGenericResult',
    types: ['SearchableAggregateScalarResult', 'SearchableAggregateBucketResult'],
  });
  define(definitions, object('SearchableAggregateScalarResult', [['value', field(named('Float', true))]]));
  define(
    definitions,
    object('SearchableAggregateBucketResult', [
      ['buckets', field(listOf(named('SearchableAggregateBucketResultItem')))],
    ]),
  );
  define(
    definitions,
    object('SearchableAggregateBucketResultItem', [
      ['key', field(named('String', true))],
      ['doc_count', field(named('Int', true))],
    ]),
  );
}
