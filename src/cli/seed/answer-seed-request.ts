import { PreampError } from '../../diagnostics/preamp-error.ts';
import { CognitoError } from '../../identity/user-pool/cognito-error.ts';
import type { UserPoolAdmin } from '../../identity/user-pool/user-pool-admin.ts';
import type { SeedAnswer, SeedRequest } from './seed-protocol.ts';

/** The secrets of a backend. */
export interface SeedSecrets {
  get(name: string): string | null;
  /** @throws PreampError where name or value are refused */
  set(name: string, value: string): void;
}

/** Does what a seed script asks of secrets, and of the user pool of `userPoolId`. Its failures have the names of Amplify's. */
export async function answerSeedRequest(
  request: SeedRequest,
  userPoolId: string,
  openAdmin: () => Promise<UserPoolAdmin>,
  secrets: SeedSecrets,
): Promise<SeedAnswer> {
  const { id } = request;
  const refused = (name: string, message: string): SeedAnswer => ({ id, error: { name, message } });
  if (request.operation === 'getSecret') {
    const value = secrets.get(request.name);
    if (value !== null) return { id, error: null, value };
    const advice = `Set it with \`preamp secret set ${request.name}\`, or as an environment variable.`;
    return refused('SecretNotFoundError', `The secret ${request.name} has no value. ${advice}`);
  }
  if (request.operation === 'setSecret') {
    try {
      secrets.set(request.name, request.value);
      return { id, error: null };
    } catch (error) {
      if (!(error instanceof PreampError)) throw error;
      return refused('SecretInvalidError', error.message);
    }
  }
  const { username } = request;
  if (request.userPoolId === null) {
    return refused('NotConfiguredError', 'Call Amplify.configure with amplify_outputs.json before this.');
  }
  if (request.userPoolId !== userPoolId) {
    return refused('OtherBackendError', 'Amplify is configured for another backend than the one that runs here.');
  }
  try {
    const admin = await openAdmin();
    if (request.operation === 'createUser') {
      const { password, attributes } = request;
      await admin.createUser({ name: username, password, attributes });
    } else if (admin.group(request.group) === null) {
      return refused('NoGroupError', `There is no group ${request.group}. Name it in defineAuth.`);
    } else {
      admin.addToGroup(username, request.group);
    }
    return { id, error: null };
  } catch (error) {
    if (!(error instanceof CognitoError)) throw error;
    if (error.type === 'UsernameExistsException') {
      return refused('UsernameExistsError', `A user ${username} already exists.`);
    }
    if (error.type === 'UserNotFoundException') return refused('UserNotFoundError', `There is no user ${username}.`);
    return refused(error.type, error.message);
  }
}
