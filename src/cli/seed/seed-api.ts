/**
 * What `@aws-amplify/seed` is to a script that `preamp seed` runs. Signing in goes through the script's own
 * `aws-amplify`; only what an administrator does is asked of the command. This module is bundled with the script and
 * never imported otherwise.
 *
 * @see https://docs.amplify.aws/react/deploy-and-host/sandbox-environments/seed/
 */
import { randomUUID } from 'node:crypto';
import { Amplify } from 'aws-amplify';
import { confirmSignIn, signIn, signOut } from 'aws-amplify/auth';
import { attributeName } from '../../schema/define/attribute-name.ts';
import type { SeedAnswer, SeedRequest } from './seed-protocol.ts';

export interface SeedUser {
  /** What the user signs in with. */
  readonly username: string;
  readonly password: string;
  /** `MFA` is refused. */
  readonly signInFlow: 'Password' | 'MFA';
}

export interface NewSeedUser extends SeedUser {
  /** Whether the user stays signed in. */
  readonly signInAfterCreation: boolean;
  /** By their names in `aws-amplify`, such as `givenName`, or Cognito's, such as `given_name` and `custom:team`. */
  readonly userAttributes?: Readonly<Record<string, string>>;
}

/**
 * Makes a confirmed user whose addresses count as verified.
 *
 * @throws Error `UsernameExistsError`; else an exception of Cognito's, by its name
 */
export async function createAndSignUpUser(
  user: NewSeedUser,
): Promise<{ readonly signInFlow: 'Password' | 'MFA'; readonly username: string }> {
  const { username, password, signInFlow, signInAfterCreation, userAttributes = {} } = user;
  checkFlow(signInFlow);
  await signOut();
  const attributes = Object.fromEntries(
    Object.entries(userAttributes).map(([name, value]) => [attributeName(name), value]),
  );
  await ask({ operation: 'createUser', username, password, attributes });
  if (signInAfterCreation && !(await signInUser(user))) {
    throw seedError('SignInIncompleteError', `Signing ${username} in asks for more than the password.`);
  }
  return { signInFlow, username };
}

/** Signs in, and whoever was signed in out. `false` where the pool asks for more than the password. */
export async function signInUser({ username, password, signInFlow }: SeedUser): Promise<boolean> {
  checkFlow(signInFlow);
  await signOut();
  const { isSignedIn, nextStep } = await signIn({ username, password });
  if (nextStep.signInStep !== 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') return isSignedIn;
  return (await confirmSignIn({ challengeResponse: password })).isSignedIn;
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
  if (signInFlow === 'Password') return;
  throw seedError(
    'SignInFlowError',
    `The sign-in flow '${signInFlow}' is not available. Use 'Password', and 'confirmSignIn' of aws-amplify/auth for more.`,
  );
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

function seedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
