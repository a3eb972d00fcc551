import * as v from 'valibot';
import { deliveryAttribute, deliveryDetails } from '../code-delivery.ts';
import { CognitoError, notAuthorized } from '../cognito-error.ts';
import type { PoolContext } from '../pool-context.ts';
import { attributeList, checkClient, code, operation, password, text } from '../pool-operation.ts';
import { askBeforeSignUp, tellConfirmed } from '../sign-up-triggers.ts';
import { checkRequired, readAttributes } from '../user-attributes.ts';
import { addUser, changeUser, findUser, strangerSub } from '../user-directory.ts';
import { signsInWithAttribute } from '../user-pool-settings.ts';
import type { UserRecord } from '../user-record.ts';

export const signUp = operation(
  'open',
  v.object({
    ClientId: text,
    Username: text,
    Password: v.optional(password),
    UserAttributes: v.optional(attributeList, []),
    ValidationData: v.optional(attributeList, []),
  }),
  async (context, { ClientId, Username, Password, UserAttributes, ValidationData }) => {
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
    const attributes = readAttributes(UserAttributes, 'user', settings, null);
    const user = addUser(context, { name: Username, password: Password ?? null, attributes, status: 'UNCONFIRMED' });
    let confirmed: UserRecord | null = null;
    try {
      checkRequired(user.attributes, settings);
      const wish = await askBeforeSignUp(context, user, ClientId, 'SignUp', ValidationData);
      if (settings.confirmation === 'automatic') confirmed = confirmUser(context, user);
      else if (wish.confirms) confirmed = wish.user;
      const attribute = confirmed === null ? deliveryAttribute(user, false) : null;
      if (attribute !== null) {
        const cause = { source: 'SignUp', clientId: ClientId, clientMetadata: context.clientMetadata } as const;
        const CodeDeliveryDetails = await context.codes.send(user, 'confirmSignUp', attribute, cause);
        return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails };
      }
    } catch (error) {
      // A sign-up that was refused leaves nobody behind: the name stays free.
      context.store.deleteUser(user.sub);
      throw error;
    }
    if (confirmed !== null) await tellConfirmed(context, confirmed, ClientId);
    return { UserConfirmed: confirmed !== null, UserSub: user.sub };
  },
);

export const confirmSignUp = operation(
  'open',
  v.object({ ClientId: text, Username: text, ConfirmationCode: code, ForceAliasCreation: v.optional(v.boolean()) }),
  async (context, { ClientId, Username, ConfirmationCode }) => {
    checkClient(context, ClientId);
    const user = findUser(context, Username);
    if (user === null) return context.codes.refuse(strangerSub(context, Username), 'confirmSignUp');
    if (user.status !== 'UNCONFIRMED') {
      throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
    }
    context.codes.redeem(user, 'confirmSignUp', null, ConfirmationCode);
    await tellConfirmed(context, confirmUser(context, user), ClientId);
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
    if (user === null || attribute === null) {
      return { CodeDeliveryDetails: pretended(context, Username, 'confirmSignUp') };
    }
    if (user.status !== 'UNCONFIRMED') {
      throw new CognitoError('InvalidParameterException', 'User is already confirmed.');
    }
    const cause = { source: 'ResendCode', clientId: ClientId, clientMetadata: context.clientMetadata } as const;
    return { CodeDeliveryDetails: await context.codes.send(user, 'confirmSignUp', attribute, cause) };
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
export function pretended(context: PoolContext, name: string, purpose: 'confirmSignUp' | 'resetPassword') {
  const { settings, codes } = context;
  codes.pretend(strangerSub(context, name), purpose);
  const isPhone = signsInWithAttribute(settings) && name.startsWith('+');
  return deliveryDetails(isPhone ? 'phone_number' : 'email', name.includes('@') || isPhone ? name : `${name}@${name}`);
}
