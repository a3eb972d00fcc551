import * as v from 'valibot';
import { deliveryAttribute } from '../code-delivery.ts';
import { invalidParameter, notAuthorized } from '../cognito-error.ts';
import { checkPlainPassword } from '../password-check.ts';
import { checkPassword } from '../password-policy.ts';
import { checkClient, code, operation, password, text, token } from '../pool-operation.ts';
import { findUser, setPassword, strangerSub } from '../user-directory.ts';
import { pretended } from './sign-up.ts';

export const forgotPassword = operation(
  'open',
  v.object({ ClientId: text, Username: text }),
  async (context, { ClientId, Username }) => {
    checkClient(context, ClientId);
    const user = findUser(context, Username);
    if (user === null) return { CodeDeliveryDetails: pretended(context, Username, 'resetPassword') };
    if (!user.enabled) throw notAuthorized('User is disabled.');
    if (user.status === 'FORCE_CHANGE_PASSWORD') {
      throw notAuthorized('User password cannot be reset in the current state.');
    }
    const attribute = deliveryAttribute(user, true);
    if (attribute === null) {
      throw invalidParameter(
        'Cannot reset password for the user as there is no registered/verified email or phone_number',
      );
    }
    const cause = { source: 'ForgotPassword', clientId: ClientId, clientMetadata: context.clientMetadata } as const;
    return { CodeDeliveryDetails: await context.codes.send(user, 'resetPassword', attribute, cause) };
  },
);

export const confirmForgotPassword = operation(
  'open',
  v.object({ ClientId: text, Username: text, ConfirmationCode: code, Password: password }),
  async (context, { ClientId, Username, ConfirmationCode, Password }) => {
    checkClient(context, ClientId);
    const user = findUser(context, Username);
    // The policy comes first: a password it refuses must not use up the code, nor tell who exists.
    checkPassword(Password, context.settings.passwordPolicy);
    if (user === null) return context.codes.refuse(strangerSub(context, Username), 'resetPassword');
    context.codes.redeem(user, 'resetPassword', null, ConfirmationCode);
    const changed = setPassword(context, user, Password, { status: 'CONFIRMED' });
    context.store.deleteSessionsOf(user.sub);
    const { triggers, clientMetadata } = context;
    await triggers.run('postConfirmation', {
      source: 'ConfirmForgotPassword',
      user: changed,
      clientId: ClientId,
      request: { clientMetadata },
    });
    return {};
  },
);

/** Who changes the password stays signed in here, and nowhere else. */
export const changePassword = operation(
  'open',
  v.object({ AccessToken: token, PreviousPassword: v.optional(password), ProposedPassword: password }),
  async (context, { AccessToken, PreviousPassword, ProposedPassword }) => {
    const { user, session } = await context.tokens.authorize(AccessToken);
    if (user.password !== null) checkPlainPassword(context, user, user.username, PreviousPassword ?? '');
    setPassword(context, user, ProposedPassword, { status: 'CONFIRMED' });
    context.store.transaction(() => {
      context.store.deleteSessionsOf(user.sub);
      context.store.putSession(session);
    });
    return {};
  },
);
