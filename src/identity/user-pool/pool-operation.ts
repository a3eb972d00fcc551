import * as v from 'valibot';
import { CognitoError, invalidParameter } from './cognito-error.ts';
import type { PoolContext } from './pool-context.ts';

/** One operation of the wire API: checks its input, then runs. */
export interface PoolOperation {
  /** `admin` operations are for signed requests of the project's own credentials. */
  readonly access: 'open' | 'admin';
  readonly run: (context: PoolContext, body: unknown) => Promise<unknown>;
}

export function operation<Schema extends v.GenericSchema>(
  access: PoolOperation['access'],
  schema: Schema,
  run: (context: PoolContext, input: v.InferOutput<Schema>) => unknown,
): PoolOperation {
  return {
    access,
    run: async (context, body) => {
      const checked = v.safeParse(schema, body);
      if (!checked.success) throw invalidParameter(describe(checked.issues[0]));
      return run({ ...context, clientMetadata: metadataOf(body) }, checked.output);
    },
  };
}

const metadata = v.object({ ClientMetadata: v.record(v.string(), v.string()) });

function metadataOf(body: unknown): Readonly<Record<string, string>> {
  const found = v.safeParse(metadata, body);
  return found.success ? found.output.ClientMetadata : {};
}

/** Text of bounded length; the bound is far above what any client sends. */
export const text = v.pipe(v.string(), v.minLength(1), v.maxLength(2048));
export const token = v.pipe(v.string(), v.minLength(1), v.maxLength(16_384));
export const code = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
export const password = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
export const attributeList = v.pipe(
  v.array(v.object({ Name: v.pipe(v.string(), v.minLength(1), v.maxLength(32)), Value: v.optional(v.string()) })),
  v.maxLength(100),
);
export const textMap = v.record(text, v.string());

export function checkClient({ settings }: PoolContext, clientId: string): void {
  if (settings.clientIds.includes(clientId)) return;
  const shown = /^[\w+]{1,128}$/.test(clientId) ? `${clientId} ` : '';
  throw new CognitoError('ResourceNotFoundException', `User pool client ${shown}does not exist.`);
}

export function checkPool({ settings }: PoolContext, userPoolId: string): void {
  if (settings.userPoolId === userPoolId) return;
  const shown = /^[\w-]{1,55}$/.test(userPoolId) ? `${userPoolId} ` : '';
  throw new CognitoError('ResourceNotFoundException', `User pool ${shown}does not exist.`);
}

function describe(issue: v.BaseIssue<unknown>): string {
  const key = v.getDotPath(issue) ?? 'body';
  const name = key.charAt(0).toLowerCase() + key.slice(1);
  const constraint =
    issue.input === undefined || issue.input === null ? 'Member must not be null' : 'Member must be valid';
  return `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${constraint}`;
}
