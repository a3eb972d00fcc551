import { createHash } from 'node:crypto';
import type { Clock } from '../util/clock.ts';
import { ExpiringCache } from '../util/expiring-cache.ts';
import { isRecord } from '../util/is-record.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import { AuthenticationError, unauthorized } from './authentication-error.ts';

/** What a Lambda authorizer is asked. `reference/authorization.md` section 6. */
export interface LambdaAuthorizerEvent {
  readonly authorizationToken: string;
  readonly requestContext: {
    readonly apiId: string;
    readonly accountId: string;
    readonly requestId: string;
    readonly queryString: string;
    readonly operationName: string | null;
    readonly variables: Readonly<Record<string, unknown>>;
  };
}

export interface LambdaAuthorizerConfig {
  /** Runs the authorizer. `signal` ends when its time is up. */
  readonly invoke: (event: LambdaAuthorizerEvent, signal: AbortSignal) => Promise<unknown>;
  /** Seconds an answer without `ttlOverride` is kept, at most 3600; 0 keeps none. */
  readonly ttlSeconds: number;
  /** Tokens that do not match as a whole are refused without asking; `null` asks for all. */
  readonly tokenPattern: RegExp | null;
  readonly clock: Clock;
  /** Milliseconds the authorizer may take; 10 000 unless given. */
  readonly timeoutMilliseconds?: number;
}

export interface LambdaAnswer {
  readonly resolverContext: Readonly<Record<string, unknown>>;
  /** As `Type.field`. */
  readonly deniedFields: readonly string[];
}

export interface LambdaAuthorizer {
  /** Throws `AuthenticationError`: 401 for a refusal, 400 where the authorizer fails or answers nonsense. */
  authorize(event: LambdaAuthorizerEvent): MaybePromise<LambdaAnswer>;
}

const maxTtlSeconds = 3600;
const maxAnswerLength = 5 * 1024 * 1024;
const cacheSize = 10_000;

/** `null` in the cache is a refusal: it is kept like any answer. */
export function createLambdaAuthorizer(config: LambdaAuthorizerConfig): LambdaAuthorizer {
  const { clock, ttlSeconds, tokenPattern, timeoutMilliseconds = 10_000 } = config;
  const cache = new ExpiringCache<LambdaAnswer | null>(cacheSize, clock);
  const pattern = tokenPattern === null ? null : new RegExp(`^(?:${tokenPattern.source})$`, tokenPattern.flags);

  const ask = async (event: LambdaAuthorizerEvent, key: string): Promise<LambdaAnswer> => {
    const raw = await invokeInTime(config.invoke, event, timeoutMilliseconds);
    const { answer, ttl } = readAnswer(raw, ttlSeconds);
    if (ttl > 0) cache.set(key, answer, clock() + ttl * 1000);
    return admitted(answer);
  };

  return {
    authorize: (event) => {
      if (pattern !== null) {
        pattern.lastIndex = 0;
        if (!pattern.test(event.authorizationToken)) throw unauthorized('authorizer: the token has not the set form');
      }
      const key = createHash('sha256').update(event.authorizationToken).digest('base64');
      const cached = cache.get(key);
      return cached === undefined ? ask(event, key) : admitted(cached);
    },
  };
}

function admitted(answer: LambdaAnswer | null): LambdaAnswer {
  if (answer === null) throw unauthorized('authorizer: it answered isAuthorized false');
  return answer;
}

async function invokeInTime(
  invoke: LambdaAuthorizerConfig['invoke'],
  event: LambdaAuthorizerEvent,
  milliseconds: number,
): Promise<unknown> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(broken(`it took longer than ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([invoke(event, controller.signal), timeUp]);
  } catch (cause) {
    throw cause instanceof AuthenticationError ? cause : broken('it failed', cause);
  } finally {
    clearTimeout(timer);
  }
}

function readAnswer(raw: unknown, defaultTtl: number): { readonly answer: LambdaAnswer | null; readonly ttl: number } {
  if (!isRecord(raw)) throw broken('its answer is not an object');
  if (JSON.stringify(raw).length > maxAnswerLength) throw broken('its answer is larger than 5 MB');
  const { isAuthorized, resolverContext = {}, deniedFields = [], ttlOverride } = raw;
  if (typeof isAuthorized !== 'boolean') throw broken('isAuthorized is not a boolean');
  const ttl = readTtl(ttlOverride, defaultTtl);
  if (!isAuthorized) return { answer: null, ttl };
  if (resolverContext !== null && !isRecord(resolverContext)) throw broken('resolverContext is not an object');
  if (deniedFields !== null && !Array.isArray(deniedFields)) throw broken('deniedFields is not a list');
  return {
    answer: {
      resolverContext: Object.freeze({ ...resolverContext }),
      deniedFields: Object.freeze((deniedFields ?? []).map(fieldName)),
    },
    ttl,
  };
}

function readTtl(value: unknown, defaultTtl: number): number {
  const ttl = value ?? defaultTtl;
  if (typeof ttl !== 'number' || !Number.isFinite(ttl) || ttl < 0) throw broken('ttlOverride is not a number');
  return Math.min(ttl, maxTtlSeconds);
}

/** `Type.field` of a denied field, written so or as an ARN. One that cannot be read refuses the request. */
function fieldName(value: unknown): string {
  const match =
    typeof value === 'string' ? /^(?:arn:.*:apis\/[^/]+\/types\/(\w+)\/fields\/|(\w+)\.)(\w+)$/.exec(value) : null;
  if (match === null) throw broken('deniedFields holds something that is neither Type.field nor a field ARN');
  return `${match[1] ?? match[2]}.${match[3]}`;
}

function broken(what: string, cause?: unknown): AuthenticationError {
  return new AuthenticationError(400, 'The Lambda authorizer failed.', `authorizer: ${what}`, cause);
}
