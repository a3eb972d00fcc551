import type { CodeDelivery, DeliveryAttribute } from './code-delivery.ts';
import type { PoolTriggers } from './pool-triggers.ts';
import type { UserRecord } from './user-record.ts';

export type MessageSource =
  | 'SignUp'
  | 'ResendCode'
  | 'AdminCreateUser'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'Authentication';

/** What stands for the code and the name in a message that a trigger writes. */
const codeParameter = '{####}';
const usernameParameter = '{username}';

/** The words of a `customMessage` trigger. As in Cognito, a message without the code is not used. */
export async function customMessage(
  triggers: PoolTriggers,
  user: UserRecord,
  attribute: DeliveryAttribute,
  code: string,
  cause: {
    readonly source: MessageSource;
    readonly clientId: string;
    readonly clientMetadata: Readonly<Record<string, string>>;
  },
): Promise<Pick<CodeDelivery, 'subject' | 'message'>> {
  const { source, clientId, clientMetadata } = cause;
  const answer = await triggers.run('customMessage', {
    source,
    user,
    clientId,
    request: {
      codeParameter,
      usernameParameter: source === 'AdminCreateUser' ? usernameParameter : null,
      clientMetadata,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const message = attribute === 'email' ? answer?.emailMessage : answer?.smsMessage;
  if (typeof message !== 'string' || !message.includes(codeParameter)) return {};
  const subject = attribute === 'email' ? answer?.emailSubject : undefined;
  return {
    message: message.replaceAll(codeParameter, code).replaceAll(usernameParameter, user.username),
    ...(typeof subject === 'string' ? { subject } : {}),
  };
}
