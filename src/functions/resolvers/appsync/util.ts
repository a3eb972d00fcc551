import { callState, EarlyReturnSignal, FailureSignal } from './call-state.ts';
import { conditionExpression } from './condition-expression.ts';
import { dynamodb } from './dynamodb-values.ts';
import { host } from './host.ts';
import { autoId, autoKsuid, autoUlid } from './ids.ts';
import { addResponseHeader } from './response-headers.ts';
import { toSubscriptionFilter } from './subscription-filter.ts';
import { base64Decode, base64Encode, escapeJavaScript, urlDecode, urlEncode } from './text.ts';
import { time } from './time.ts';
import { xmlToMap } from './xml.ts';

function unsupported(name: string, dataSource: string): never {
  throw new TypeError(`${name} is not available in Preamp, which has no ${dataSource} data source`);
}

function failure(message: string, errorType?: string | null, data?: unknown, errorInfo?: unknown) {
  return {
    message: String(message),
    errorType: errorType ?? null,
    data: data ?? null,
    errorInfo: errorInfo ?? null,
  };
}

/** Headers that say who calls stay out of requests to other services. */
const privateHeaders = new Set(['authorization', 'cookie', 'host', 'content-length', 'connection', 'x-api-key']);

/** The `util` of AppSync's resolvers. */
export const util = {
  escapeJavaScript,
  urlEncode,
  urlDecode,
  base64Encode,
  base64Decode,
  autoId,
  autoUlid,
  autoKsuid,
  unauthorized: (): never => {
    throw new FailureSignal('unauthorized');
  },
  error: (message: string, errorType?: string, data?: unknown, errorInfo?: unknown): never => {
    throw new FailureSignal(failure(message, errorType, data, errorInfo));
  },
  appendError: (message: string, errorType?: string, data?: unknown, errorInfo?: unknown): void => {
    callState().errors.push(failure(message, errorType, data, errorInfo));
  },
  matches: (pattern: string, value: string): boolean => new RegExp(pattern).test(value),
  authType: (): string => callState().authType,
  isNull: (value: unknown): boolean => value === null || value === undefined,
  isNullOrEmpty: (value: string | null | undefined): boolean => value === null || value === undefined || value === '',
  isNullOrBlank: (value: string | null | undefined): boolean => (value ?? '').trim() === '',
  defaultIfNull: (value: unknown, otherwise: unknown): unknown => value ?? otherwise,
  time,
  dynamodb,
  math: {
    roundNum: (value: number): number => Math.round(value),
    minVal: (a: number, b: number): number => Math.min(a, b),
    maxVal: (a: number, b: number): number => Math.max(a, b),
    randomDouble: (): number => random(),
    randomWithinRange: (start: number, end: number): number => start + Math.floor(random() * (end - start)),
  },
  str: {
    normalize: (value: string, form: string): string => value.normalize(form.toUpperCase()),
  },
  transform: {
    toSubscriptionFilter,
    toDynamoDBFilterExpression: (filter: Record<string, unknown>): string =>
      JSON.stringify(conditionExpression(filter)),
    toDynamoDBConditionExpression: (filter: Record<string, unknown>): string =>
      JSON.stringify(conditionExpression(filter)),
    toElasticsearchQueryDSL: (): never => unsupported('util.transform.toElasticsearchQueryDSL', 'OpenSearch'),
  },
  http: {
    copyHeaders: (headers: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !privateHeaders.has(name.toLowerCase()))),
    addResponseHeader,
    addResponseHeaders: (headers: Record<string, unknown>): void => {
      for (const [name, value] of Object.entries(headers)) addResponseHeader(name, value);
    },
  },
  rds: { toJsonObject: (): never => unsupported('util.rds', 'relational') },
  xml: {
    toMap: xmlToMap,
    toJsonString: (xml: string, stringEncode = false): string => {
      const json = JSON.stringify(xmlToMap(xml));
      return stringEncode ? JSON.stringify(json) : json;
    },
  },
};

/** 0 inclusive to 1 exclusive, from 48 random bits. */
function random(): number {
  return Number.parseInt(host().randomHex(6), 16) / 2 ** 48;
}

export const runtime = {
  earlyReturn: (value?: unknown, options?: { readonly skipTo: 'END' | 'NEXT' }): never => {
    throw new EarlyReturnSignal(value ?? null, options?.skipTo ?? 'NEXT');
  },
};
