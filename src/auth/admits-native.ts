import type { NativeAuth } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import { groupNames } from './group-names.ts';

/**
 * Whether an `@aws_*` directive admits the caller. The roles of an identity pool may call only what a rule gives them:
 * no policy names anything else.
 */
export function admitsNative(native: NativeAuth, identity: Identity): boolean {
  if (native.mode !== identity.mode) return false;
  if (identity.mode === 'AWS_IAM') return identity.principal === 'role' || identity.principal === 'service';
  if (native.groups === null) return true;
  if (identity.mode !== 'AMAZON_COGNITO_USER_POOLS') return false;
  const held = groupNames(identity.claims, 'cognito:groups');
  return native.groups.some((group) => held.includes(group));
}
