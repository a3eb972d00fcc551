import * as v from 'valibot';
import { deliveryAttribute, deliveryDetails } from '../code-delivery.ts';
import { CognitoError, expiredCode, notAuthorized } from '../cognito-error.ts';
import type { PoolContext } from '../pool-context.ts';
import { attributeList, checkClient, code, operation, password, text } from '../pool-operation.ts';
import { checkRequired, readAttributes } from '../user-attributes.ts';
import { addUser, changeUser, findUser } from '../user-directory.ts';
import { signsInWithAttribute } from '../user-pool-settings.ts';
import type { UserRecord } from '../user-record.ts';

export const signUp = operation(
  'open',
  v.object({
    ClientId: text,
    Username: text,
    Password: v.optional(password),
    UserAttributes: v.optional(attributeList, []),
  }),
  async (context, { ClientId, Username, Password, UserAttributes }) => {
    checkClient(context, ClientId);
    const { settings } = context;
    if (!settings.selfSignUp) throw notAuthorized('SignUp is not permitted for this user pool');
    const passwordless = settings.firstFactors.some((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP');
    if (Password === undefined && !passwordless) {
      throw new CognitoError(
        'InvalidParameterException',
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
      );
    }
    const attributes = readAttributes(UserAttributes, 'user', settings);
    const user = addUser(context, { name: Username, password: Password ?? null, attributes, status: 'UNCONFIRMED' });
    try {
      checkRequired(user.attributes, settings);
      if (settings.confirmation === 'automatic') {
        confirmUser(context, user);
        return { UserConfirmed: true, UserSub: user.sub };
      }
      const attribute = deliveryAttribute(user, false);
      if (attribute === null) return { UserConfirmed: false, UserSub: user.sub };
      const CodeDeliveryDetails = await context.codes.send(user, 'confirmSignUp', attribute);
      return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails };
    } catch (error) {
      // A sign-up that was refused leaves nobody behind: the name stays free.
      context.store.deleteUser(user.sub);
      throw error;
    }
  },
);

export const confirmSignUp = operation(
  'open',
  v.object({ ClientId: text, Username: text, ConfirmationCode: code, ForceAliasCreation: v.optional(v.boolean()) }),
  (context, { ClientId, Username, ConfirmationCode }) => {
    checkClient(context, ClientId);
    const user = findUser(context, Username);
    if (user === null) throw expiredCode();
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    context.codes.redeem(user, 'confirmSignUp', null, ConfirmationCode);
    confirmUser(context, user);
    return { Session: context.challenges.open(ClientId, { kind: 'CONFIRMED', sub: user.sub }) };
  },
);

export const resendConfirmationCode = operation(
  'open',
  v.object({ ClientId: text, Username: text }),
  async (context, { ClientId, Username }) => {
    checkClient(context, ClientId);
    const user = findUser(context, Username);
    const attribute = user === null ? null : deliveryAttribute(user, false);
    if (user === null || attribute === null) return { CodeDeliveryDetails: pretended(context, Username) };
    if (user.status !== 'UNCONFIRMED') {
      throw new CognitoError('InvalidParameterException', 'User is already confirmed.');
    }
    return { CodeDeliveryDetails: await context.codes.send(user, 'confirmSignUp', attribute) };
  },
);

/** Confirms a user and the address the code went to. */
export function confirmUser(context: PoolContext, user: UserRecord): UserRecord {
  return changeUser(context, user.sub, (current) => {
    const attribute = deliveryAttribute(current, false);
    const verified = attribute === null ? {} : { [`${attribute}_verified`]: 'true' };
    return { status: 'CONFIRMED', attributes: { ...current.attributes, ...verified } };
  });
}

/** What is answered for a user that does not exist, so that the answer does not tell. */
export function pretended({ settings }: PoolContext, name: string) {
  const isPhone = signsInWithAttribute(settings) && name.startsWith('+');
  return deliveryDetails(isPhone ? 'phone_number' : 'email', name.includes('@') || isPhone ? name : `${name}@${name}`);
}
