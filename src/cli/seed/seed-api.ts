/**
 * What `@aws-amplify/seed` is to a script that `preamp seed` runs. Signing in goes through the script's own
 * `aws-amplify`; only what an administrator does is asked of the command. This module is bundled with the script and
 * never imported otherwise.
 *
 * @see https://docs.amplify.aws/react/deploy-and-host/sandbox-environments/seed/
 */
import { randomUUID } from 'node:crypto';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, signIn, signOut, updateMFAPreference } from 'aws-amplify/auth';
import { attributeName } from '../../schema/define/attribute-name.ts';
import { seedError } from './seed-error.ts';
import { type MfaSignUp, signInWithMfa, signUpWithMfa } from './seed-mfa.ts';
import type { SeedAnswer, SeedRequest } from './seed-protocol.ts';

export interface SeedUser {
  /** What the user signs in with. */
  readonly username: string;
  readonly password: string;
  /** `MFA`: with a second factor, where the pool asks for one. */
  readonly signInFlow: 'Password' | 'MFA';
  /** Gives the code of the second factor; the terminal is asked where it is missing. */
  readonly signInChallenge?: () => Promise<{ readonly challengeResponse: string }>;
}

export interface NewSeedUser extends SeedUser, MfaSignUp {
  /** Whether the user stays signed in. */
  readonly signInAfterCreation: boolean;
  /** By their names in `aws-amplify`, such as `givenName`, or Cognito's, such as `given_name` and `custom:team`. */
  readonly userAttributes?: Readonly<Record<string, string>>;
}

const client = { confirmSignIn, updateMFAPreference };

/**
 * Makes a confirmed user whose addresses count as verified. With the flow `MFA`, sets the second factor up at a first
 * sign-in.
 *
 * @throws Error `UsernameExistsError`, `MFANotConfiguredError`, those of `signUpWithMfa`, `SignInIncompleteError`; else an
 *   exception of Cognito's, by its name
 */
export async function createAndSignUpUser(
  user: NewSeedUser,
): Promise<{ readonly signInFlow: 'Password' | 'MFA'; readonly username: string }> {
  const { username, password, signInFlow, signInAfterCreation, userAttributes = {} } = user;
  checkFlow(signInFlow);
  if (signInFlow === 'MFA' && user.mfaPreference !== 'EMAIL' && !hasMfa()) {
    throw seedError('MFANotConfiguredError', `The pool has no second factor: ${username} cannot sign in with MFA.`);
  }
  await signOut();
  const attributes = Object.fromEntries(
    Object.entries(userAttributes).map(([name, value]) => [attributeName(name), value]),
  );
  await ask({ operation: 'createUser', username, password, attributes });
  if (!signInAfterCreation && signInFlow === 'Password') return { signInFlow, username };
  const signedIn = await signIn({ username, password });
  const { isSignedIn } = signInFlow === 'MFA' ? await signUpWithMfa(signedIn, user, client) : signedIn;
  if (!isSignedIn) throw seedError('SignInIncompleteError', `Signing ${username} in asks for more.`);
  if (!signInAfterCreation) await signOut();
  return { signInFlow, username };
}

/** Signs in, and whoever was signed in out. `false` where the pool asks for more. */
export async function signInUser(user: SeedUser): Promise<boolean> {
  const { username, password, signInFlow } = user;
  checkFlow(signInFlow);
  await signOut();
  const signedIn = await signIn({ username, password });
  if (signedIn.nextStep.signInStep === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') {
    return (await confirmSignIn({ challengeResponse: password })).isSignedIn;
  }
  return (signInFlow === 'MFA' ? await signInWithMfa(signedIn, user, client) : signedIn).isSignedIn;
}

/**
 * Puts a user into a group of the pool. Tokens name it from the next sign-in on.
 *
 * @throws Error `NoGroupError`, `UserNotFoundError`
 */
export async function addToUserGroup({ username }: { readonly username: string }, group: string): Promise<void> {
  await ask({ operation: 'addToGroup', username, group });
}

/**
 * The value that `secret(name)` has in functions.
 *
 * @throws Error `SecretNotFoundError`
 */
export async function getSecret(name: string): Promise<string> {
  return (await ask({ operation: 'getSecret', name })).value!;
}

/**
 * Keeps a value, as `preamp secret set` does. Gives the name back.
 *
 * @throws Error `SecretInvalidError`
 */
export async function setSecret(name: string, value: string): Promise<string> {
  await ask({ operation: 'setSecret', name, value });
  return name;
}

function checkFlow(signInFlow: string): void {
  if (signInFlow === 'Password' || signInFlow === 'MFA') return;
  throw seedError('SignInFlowError', `There is no sign-in flow '${signInFlow}'. Use 'Password' or 'MFA'.`);
}

/** Whether the outputs say that the pool has a second factor. */
function hasMfa(): boolean {
  const status = Amplify.getConfig().Auth?.Cognito.mfa?.status;
  return status === 'on' || status === 'optional';
}

/** `Omit` of each member of a union. */
type Without<Union, Key extends keyof Union> = Union extends unknown ? Omit<Union, Key> : never;

async function ask(request: Without<SeedRequest, 'id' | 'userPoolId'>): Promise<SeedAnswer> {
  const userPoolId = Amplify.getConfig().Auth?.Cognito.userPoolId ?? null;
  const id = randomUUID();
  const answer = await new Promise<SeedAnswer>((done) => {
    const answered = (received: SeedAnswer) => {
      if (received.id !== id) return;
      // A listener would keep the process from ending with the script.
      process.off('message', answered);
      done(received);
    };
    process.on('message', answered);
    process.send!({ ...request, id, userPoolId });
  });
  // Made here and not in the listener, for its stack to name the script.
  if (answer.error !== null) throw seedError(answer.error.name, answer.error.message);
  return answer;
}
