import * as v from 'valibot';
import type { CodeDeliveryDetails, DeliveryAttribute } from '../code-delivery.ts';
import { CognitoError, invalidParameter } from '../cognito-error.ts';
import type { PoolContext } from '../pool-context.ts';
import { attributeList, checkClient, code, operation, text, token } from '../pool-operation.ts';
import { activeFactors } from '../sign-in-steps.ts';
import { checkMutable, checkName, readAttributes, writeAttributes } from '../user-attributes.ts';
import { changeUser, checkAliases } from '../user-directory.ts';
import { signsInWithAttribute } from '../user-pool-settings.ts';
import type { UserRecord } from '../user-record.ts';
import { toBeVerified } from '../verification-codes.ts';

/** Operations of a signed-in user on itself: each carries the access token. */

const withToken = v.object({ AccessToken: token });
const address = v.picklist(['email', 'phone_number']);

export const getUser = operation('open', withToken, async (context, { AccessToken }) => {
  const { user } = await context.tokens.authorize(AccessToken);
  const factors = activeFactors(context, user);
  return {
    Username: user.username,
    UserAttributes: writeAttributes(user),
    ...(user.preferredMfa === null ? {} : { PreferredMfaSetting: user.preferredMfa }),
    ...(factors.length === 0 ? {} : { UserMFASettingList: factors }),
  };
});

export const updateUserAttributes = operation(
  'open',
  v.object({ AccessToken: token, UserAttributes: attributeList }),
  async (context, { AccessToken, UserAttributes }) => {
    const { user, session } = await context.tokens.authorize(AccessToken);
    const given = readAttributes(UserAttributes, 'user', context.settings, user);
    checkAliases(context, user, given);
    const deliveries: { readonly attribute: DeliveryAttribute; readonly destination: string }[] = [];
    const changed = changeUser(context, user.sub, (current) => {
      const attributes: Record<string, string> = { ...current.attributes };
      const pending: Record<string, string> = { ...current.pending };
      for (const [name, value] of Object.entries(given)) {
        // An address counts once its code has come back: until then the one before keeps its rights.
        if ((name === 'email' || name === 'phone_number') && value !== attributes[name]) {
          pending[name] = value;
          deliveries.push({ attribute: name, destination: value });
        } else attributes[name] = value;
      }
      return { attributes, pending };
    });
    const CodeDeliveryDetailsList: CodeDeliveryDetails[] = [];
    for (const { attribute, destination } of deliveries) {
      CodeDeliveryDetailsList.push(
        await context.codes.send(changed, 'verifyAttribute', attribute, {
          source: 'UpdateUserAttribute',
          clientId: session.clientId,
          clientMetadata: context.clientMetadata,
          destination,
        }),
      );
    }
    return { CodeDeliveryDetailsList };
  },
);

export const deleteUserAttributes = operation(
  'open',
  v.object({ AccessToken: token, UserAttributeNames: v.pipe(v.array(text), v.maxLength(100)) }),
  async (context, { AccessToken, UserAttributeNames }) => {
    const { user } = await context.tokens.authorize(AccessToken);
    for (const name of UserAttributeNames) checkRemovable(context, name);
    changeUser(context, user.sub, (current) => removeAttributes(current, UserAttributeNames));
    return {};
  },
);

export const getUserAttributeVerificationCode = operation(
  'open',
  v.object({ AccessToken: token, AttributeName: address }),
  async (context, { AccessToken, AttributeName }) => {
    const { user, session } = await context.tokens.authorize(AccessToken);
    const destination = toBeVerified(user, AttributeName);
    if (destination === undefined) throw invalidParameter(`User has no attribute ${AttributeName}`);
    const { clientMetadata } = context;
    const cause = { source: 'VerifyUserAttribute', clientId: session.clientId, clientMetadata, destination } as const;
    return { CodeDeliveryDetails: await context.codes.send(user, 'verifyAttribute', AttributeName, cause) };
  },
);

export const verifyUserAttribute = operation(
  'open',
  v.object({ AccessToken: token, AttributeName: address, Code: code }),
  async (context, { AccessToken, AttributeName, Code }) => {
    const { user } = await context.tokens.authorize(AccessToken);
    context.codes.redeem(user, 'verifyAttribute', AttributeName, Code);
    changeUser(context, user.sub, (current) => {
      const { [AttributeName]: waiting, ...pending } = current.pending;
      // Somebody else may have taken the address while the code was on its way.
      if (waiting !== undefined) checkAliases(context, current, { [AttributeName]: waiting });
      const value = waiting === undefined ? {} : { [AttributeName]: waiting };
      const attributes = { ...current.attributes, ...value, [`${AttributeName}_verified`]: 'true' };
      return { attributes, pending };
    });
    return {};
  },
);

export const deleteUser = operation('open', withToken, async (context, { AccessToken }) => {
  const { user } = await context.tokens.authorize(AccessToken);
  context.store.deleteUser(user.sub);
  return {};
});

export const globalSignOut = operation('open', withToken, async (context, { AccessToken }) => {
  const { user } = await context.tokens.authorize(AccessToken);
  context.store.deleteSessionsOf(user.sub);
  return {};
});

export const revokeToken = operation(
  'open',
  v.object({ ClientId: text, Token: token }),
  (context, { ClientId, Token }) => {
    checkClient(context, ClientId);
    context.tokens.revoke(Token, ClientId);
    return {};
  },
);

export const getTokensFromRefreshToken = operation(
  'open',
  v.object({ ClientId: text, RefreshToken: token }),
  async (context, { ClientId, RefreshToken }) => {
    checkClient(context, ClientId);
    return { AuthenticationResult: await context.tokens.refresh(RefreshToken, ClientId, context.clientMetadata) };
  },
);

/** Devices are not remembered: nothing a client sends will find one. */
export const listDevices = operation('open', withToken, async (context, { AccessToken }) => {
  await context.tokens.authorize(AccessToken);
  return { Devices: [] };
});

export const useDevice = operation('open', withToken, async (context, { AccessToken }) => {
  await context.tokens.authorize(AccessToken);
  throw new CognitoError('ResourceNotFoundException', 'Device does not exist.');
});

/** Removing an address also removes what was proven of it. */
export function removeAttributes(user: UserRecord, names: readonly string[]): Partial<UserRecord> {
  const gone = new Set(names.flatMap((name) => [name, `${name}_verified`]));
  const keep = (record: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !gone.has(name)));
  return { attributes: keep(user.attributes), pending: keep(user.pending) };
}

function checkRemovable({ settings }: PoolContext, name: string): void {
  checkName(name, 'user', settings);
  checkMutable(name, settings);
  const signsIn = signsInWithAttribute(settings) && (settings.signInWith as readonly string[]).includes(name);
  if (signsIn || settings.requiredAttributes.includes(name)) {
    throw invalidParameter(`Cannot delete the required attribute ${name}`);
  }
}
