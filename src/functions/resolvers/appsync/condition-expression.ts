import { toDynamoDB } from './dynamodb-values.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Expression {
  readonly expression: string;
  readonly expressionNames: Record<string, string>;
  readonly expressionValues: Record<string, unknown>;
}

const comparators: Readonly<Record<string, string>> = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };

const attributeTypes: Readonly<Record<string, string>> = {
  _null: 'NULL',
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
};

/** Writes a filter object (`{ title: { contains: 'x' } }`) as an expression of DynamoDB. Members are joined by AND. */
export function conditionExpression(filter: Fields): Expression {
  const expressionNames: Record<string, string> = {};
  const expressionValues: Record<string, unknown> = {};

  function all(fields: Fields): string {
    const terms = Object.entries(fields).flatMap(([name, test]) => {
      if (test === null || test === undefined) return [];
      if (name === 'not') return [`(NOT ${group([test as Fields], ' AND ')})`];
      if (name === 'and' || name === 'or') {
        return [group(Array.isArray(test) ? test : [test as Fields], name === 'and' ? ' AND ' : ' OR ')];
      }
      return tests(name, test as Fields);
    });
    return terms.join(' AND ');
  }

  function group(filters: readonly Fields[], operator: string): string {
    return `(${filters.map((each) => `(${all(each)})`).join(operator)})`;
  }

  function tests(field: string, operators: Fields): string[] {
    const path = pathOf(field, expressionNames);
    const place = (operator: string, value: unknown): string => {
      let name = `:${field.replace(/[^A-Za-z0-9_]/g, '_')}_${operator}`;
      for (let again = 1; name in expressionValues; again += 1) name = `${name.replace(/__\d+$/, '')}__${again}`;
      expressionValues[name] = toDynamoDB(value);
      return name;
    };
    return Object.entries(operators).flatMap(([operator, operand]) => {
      if (operand === null || operand === undefined) return [];
      const comparator = comparators[operator];
      if (comparator !== undefined) return [`(${path} ${comparator} ${place(operator, operand)})`];
      switch (operator) {
        case 'between': {
          const [low, high] = operand as unknown[];
          return [`(${path} BETWEEN ${place('between_low', low)} AND ${place('between_high', high)})`];
        }
        case 'in':
          return [`(${path} IN (${(operand as unknown[]).map((each) => place('in', each)).join(', ')}))`];
        case 'beginsWith':
          return [`(begins_with(${path}, ${place(operator, operand)}))`];
        case 'contains':
          return [`(contains(${path}, ${place(operator, operand)}))`];
        case 'notContains':
          return [`(NOT contains(${path}, ${place(operator, operand)}))`];
        case 'attributeExists':
          return [`(${operand === true ? 'attribute_exists' : 'attribute_not_exists'}(${path}))`];
        case 'attributeType':
          return [`(attribute_type(${path}, ${place(operator, attributeTypes[operand as string] ?? operand)}))`];
        case 'size':
          return sizes(path, operand as Fields, place);
        default:
          // Members of a map are tested by its shape: `{ address: { city: { eq: 'Rome' } } }`.
          if (typeof operand === 'object' && !Array.isArray(operand))
            return tests(`${field}.${operator}`, operand as Fields);
          throw new TypeError(`A condition on '${field}' has the operator '${operator}', which is not known`);
      }
    });
  }

  return { expression: all(filter), expressionNames, expressionValues };
}

function sizes(path: string, operators: Fields, place: (operator: string, value: unknown) => string): string[] {
  return Object.entries(operators).map(([operator, operand]) => {
    if (operator === 'between') {
      const [low, high] = operand as unknown[];
      return `(size(${path}) BETWEEN ${place('size_low', low)} AND ${place('size_high', high)})`;
    }
    return `(size(${path}) ${comparators[operator] ?? operator} ${place(`size_${operator}`, operand)})`;
  });
}

/** `#a.#b` for `a.b`, with its names noted down. */
export function pathOf(field: string, names: Record<string, string>): string {
  return field
    .split('.')
    .map((part) => {
      const name = `#${part.replace(/[^A-Za-z0-9_]/g, '_')}`;
      names[name] = part;
      return name;
    })
    .join('.');
}
