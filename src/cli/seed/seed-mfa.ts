import { createInterface } from 'node:readline/promises';
import type {
  ConfirmSignInOutput,
  confirmSignIn,
  SetUpTOTPOutput,
  SignInOutput,
  updateMFAPreference,
} from 'aws-amplify/auth';
import { seedError } from './seed-error.ts';

export type MfaFactor = 'EMAIL' | 'SMS' | 'TOTP';

/** Gives the code that is asked for. */
type Challenge<Given extends readonly unknown[] = []> = (
  ...given: Given
) => Promise<{ readonly challengeResponse: string }>;

/** What a new user is asked for a second factor. Where a challenge is missing, the terminal is asked. */
export interface MfaSignUp {
  readonly username: string;
  /** Needed where the pool has several. */
  readonly mfaPreference?: MfaFactor;
  readonly emailSignUpChallenge?: Challenge;
  readonly smsSignUpChallenge?: Challenge;
  /** Takes the secret, and gives the first code made with it. */
  readonly totpSignUpChallenge?: Challenge<[SetUpTOTPOutput]>;
}

/** The functions of the script's own `aws-amplify`. */
export interface MfaClient {
  readonly confirmSignIn: typeof confirmSignIn;
  readonly updateMFAPreference: typeof updateMFAPreference;
}

/**
 * Brings the first sign-in of a user through the second factor, which is preferred from then on.
 *
 * @throws Error `NoMFAPreferenceSpecifiedError`, `MFAPreferenceNotAvailableError`, `MissingTOTPChallengeError`,
 *   `MissingChallengeError`
 */
export async function signUpWithMfa(
  signedIn: SignInOutput,
  user: MfaSignUp,
  client: MfaClient,
): Promise<SignInOutput | ConfirmSignInOutput> {
  const { username, mfaPreference } = user;
  let output = signedIn;
  const step = output.nextStep;
  if (
    step.signInStep === 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION' ||
    step.signInStep === 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION'
  ) {
    if (mfaPreference === undefined) {
      throw seedError('NoMFAPreferenceSpecifiedError', `Say with mfaPreference which second factor ${username} has.`);
    }
    if (!step.allowedMFATypes?.includes(mfaPreference)) {
      throw seedError('MFAPreferenceNotAvailableError', `The pool has no second factor ${mfaPreference}.`);
    }
    output = await client.confirmSignIn({ challengeResponse: mfaPreference });
  }
  switch (output.nextStep.signInStep) {
    case 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP': {
      if (user.totpSignUpChallenge === undefined) {
        const message = `A second factor by TOTP needs a totpSignUpChallenge, which gives a code for ${username}.`;
        throw seedError('MissingTOTPChallengeError', message);
      }
      const done = await client.confirmSignIn(await user.totpSignUpChallenge(output.nextStep.totpSetupDetails));
      await client.updateMFAPreference({ totp: 'PREFERRED' });
      return done;
    }
    case 'CONFIRM_SIGN_IN_WITH_SMS_CODE': {
      const done = await client.confirmSignIn(await codeFrom(user.smsSignUpChallenge, username));
      await client.updateMFAPreference({ sms: 'PREFERRED' });
      return done;
    }
    case 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE': {
      const done = await client.confirmSignIn(await codeFrom(user.emailSignUpChallenge, username));
      await client.updateMFAPreference({ email: 'PREFERRED' });
      return done;
    }
    default:
      return output;
  }
}

const codeSteps: readonly string[] = [
  'CONFIRM_SIGN_IN_WITH_TOTP_CODE',
  'CONFIRM_SIGN_IN_WITH_SMS_CODE',
  'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
];

/** Brings a later sign-in through the second factor, where one is asked for. Throws `MissingChallengeError`. */
export async function signInWithMfa(
  signedIn: SignInOutput,
  user: { readonly username: string; readonly signInChallenge?: Challenge },
  client: MfaClient,
): Promise<SignInOutput | ConfirmSignInOutput> {
  if (!codeSteps.includes(signedIn.nextStep.signInStep)) return signedIn;
  return client.confirmSignIn(await codeFrom(user.signInChallenge, user.username));
}

async function codeFrom(
  challenge: Challenge | undefined,
  username: string,
): Promise<{ readonly challengeResponse: string }> {
  if (challenge !== undefined) return challenge();
  if (!process.stdin.isTTY) {
    throw seedError('MissingChallengeError', `The code for ${username} is asked for, and there is no terminal to ask.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return { challengeResponse: await terminal.question(`The code for ${username}: `) };
  } finally {
    terminal.close();
  }
}
