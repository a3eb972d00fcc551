import { createHmac } from 'node:crypto';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { CodePurpose } from '../../identity/user-pool/code-delivery.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { DeliverCode } from '../config/deliver-code.ts';

type UserPoolConfig = NonNullable<PreampConfig['userPool']>;

const timeoutMilliseconds = 10_000;

/**
 * Brings codes to users by every way there is: what the configuration names, after `local`, a sandbox's terminal. Where
 * there is none, a code is refused: one that nobody receives helps nobody.
 */
export function codeSender({ userPool = {} }: PreampConfig, local: DeliverCode | null): DeliverCode {
  const { deliverCode, webhook, smtp } = userPool;
  const ways = [
    local,
    deliverCode ?? null,
    webhook === undefined ? null : webhookSender(webhook),
    smtp === undefined ? null : smtpSender(smtp),
  ].filter((way) => way !== null);
  if (ways.length === 0) return refuseToDeliver;
  return async (delivery) => {
    for (const way of ways) await way(delivery);
  };
}

function refuseToDeliver(): never {
  throw new PreampError('code-delivery-missing', 'There is no way to bring a code to its user.', {
    hint: 'Set userPool.smtp, userPool.webhook, userPool.deliverCode or userPool.printCodes in the configuration file, or make users with `preamp users add`.',
  });
}

/** Posts the delivery as JSON, signed where there is a secret. */
function webhookSender({ url, secret }: NonNullable<UserPoolConfig['webhook']>): DeliverCode {
  return async ({ purpose, username, attribute, destination, code, subject, message }) => {
    const body = JSON.stringify({ purpose, username, attribute, destination, code, subject, message });
    const signature = secret && createHmac('sha256', secret).update(body).digest('hex');
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...(signature ? { 'x-preamp-signature': `sha256=${signature}` } : {}),
      },
      body,
      signal: AbortSignal.timeout(timeoutMilliseconds),
    }).catch((error: unknown) => {
      throw failed('The webhook for codes cannot be reached.', error);
    });
    await response.body?.cancel();
    if (!response.ok) throw failed(`The webhook for codes answered ${response.status}.`);
  };
}

const subjects: Readonly<Record<CodePurpose, string>> = {
  confirmSignUp: 'Confirm your account',
  resetPassword: 'Reset your password',
  verifyAttribute: 'Confirm your address',
  signIn: 'Your sign-in code',
  invitation: 'Your account is ready',
};

function smtpSender({ url, from }: NonNullable<UserPoolConfig['smtp']>): DeliverCode {
  return async ({ purpose, attribute, destination, username, code, subject, message }) => {
    if (attribute !== 'email') {
      throw failed('Mail does not reach a phone number.', undefined, 'Set userPool.webhook for those too.');
    }
    const { createTransport } = await import('nodemailer').catch((error: unknown) => {
      throw failed('Sending mail needs the package nodemailer.', error, 'Install it: npm install nodemailer.');
    });
    const transport = createTransport(url, {
      from,
      connectionTimeout: timeoutMilliseconds,
      socketTimeout: timeoutMilliseconds,
    } as Parameters<typeof createTransport>[1]);
    try {
      const what = purpose === 'invitation' ? `Sign in as ${username} with the temporary password` : 'Your code is';
      await transport.sendMail({
        to: destination,
        subject: subject ?? subjects[purpose],
        ...(message === undefined ? { text: `${what} ${code}\n` } : { html: message }),
      });
    } catch (error) {
      throw failed('The mail server did not take the message.', error);
    } finally {
      transport.close();
    }
  };
}

function failed(message: string, cause?: unknown, hint = 'Check the settings under userPool in the configuration.') {
  return new PreampError('code-delivery-failed', message, { hint, cause });
}
