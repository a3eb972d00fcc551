import { isRecord } from '../../../util/is-record.ts';
import { toAttributes } from './typed-values.ts';

type Request = Readonly<Record<string, unknown>>;

interface Expression {
  readonly expression?: string;
  readonly expressionNames?: Readonly<Record<string, string>>;
  readonly expressionValues?: unknown;
}

/**
 * What the members of a resolver's request mean to DynamoDB: expressions with the names and values of all of them. Shared
 * by single requests and the members of transactions.
 */
export function tableRequest(request: Request) {
  const written = {
    UpdateExpression: expressionOf(request.update),
    ConditionExpression: expressionOf(request.condition),
    KeyConditionExpression: expressionOf(request.query),
    FilterExpression: expressionOf(request.filter),
    ProjectionExpression: expressionOf(request.projection),
  };
  const expressions = Object.values(written).filter((each) => each !== null);
  const names = Object.assign({}, ...expressions.map(({ expressionNames }) => expressionNames ?? {}));
  const values = Object.assign({}, ...expressions.map((each) => toAttributes(each.expressionValues ?? {})));
  return {
    ...Object.fromEntries(
      Object.entries(written).flatMap(([name, each]) => (each === null ? [] : [[name, each.expression]])),
    ),
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
    ...(request.key === undefined ? {} : { Key: toAttributes(request.key) }),
    ...(request.consistentRead === true ? { ConsistentRead: true } : {}),
  };
}

/** The settings of a page; the token apart. */
export function pageRequest({ index, limit, scanIndexForward, select, segment, totalSegments, operation }: Request) {
  return {
    ...(typeof index === 'string' && index !== '' ? { IndexName: index } : {}),
    ...(typeof limit === 'number' ? { Limit: limit } : {}),
    ...(operation === 'Query' && scanIndexForward === false ? { ScanIndexForward: false } : {}),
    ...(typeof select === 'string' ? { Select: select as 'ALL_ATTRIBUTES' } : {}),
    ...(typeof segment === 'number' ? { Segment: segment } : {}),
    ...(typeof totalSegments === 'number' ? { TotalSegments: totalSegments } : {}),
  };
}

function expressionOf(source: unknown): Expression | null {
  if (!isRecord(source) || typeof source.expression !== 'string' || source.expression === '') return null;
  return source as Expression;
}
