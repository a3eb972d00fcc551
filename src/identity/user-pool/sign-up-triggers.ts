import type { PoolContext } from './pool-context.ts';
import type { AttributeEntry } from './user-attributes.ts';
import { changeUser } from './user-directory.ts';
import type { UserRecord } from './user-record.ts';

/** Lets the project refuse a new user, confirm it at once or take its addresses for verified. */
export async function askBeforeSignUp(
  context: PoolContext,
  user: UserRecord,
  clientId: string,
  source: 'SignUp' | 'AdminCreateUser',
  validation: readonly AttributeEntry[] = [],
): Promise<{ readonly user: UserRecord; readonly confirms: boolean }> {
  const { triggers, clientMetadata } = context;
  const validationData = Object.fromEntries(validation.map(({ Name, Value = '' }) => [Name, Value]));
  const answer = await triggers.run('preSignUp', {
    source,
    user,
    clientId,
    request: { validationData, clientMetadata },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  if (answer === null) return { user, confirms: false };
  const confirms = source === 'SignUp' && answer.autoConfirmUser === true;
  const changed = changeUser(context, user.sub, (current) => ({
    ...(confirms ? { status: 'CONFIRMED' as const } : {}),
    attributes: {
      ...current.attributes,
      ...verified(current, 'email', answer.autoVerifyEmail),
      ...verified(current, 'phone_number', answer.autoVerifyPhone),
    },
  }));
  return { user: changed, confirms };
}

function verified({ attributes }: UserRecord, name: 'email' | 'phone_number', isVerified: unknown) {
  return isVerified === true && attributes[name] !== undefined ? { [`${name}_verified`]: 'true' } : {};
}

/** A failure is told to the client; the user stays confirmed. */
export async function tellConfirmed(
  { triggers, clientMetadata }: PoolContext,
  user: UserRecord,
  clientId: string,
): Promise<void> {
  await triggers.run('postConfirmation', { source: 'ConfirmSignUp', user, clientId, request: { clientMetadata } });
}
