import { CognitoError } from '../../identity/user-pool/cognito-error.ts';
import type { UserPoolAdmin } from '../../identity/user-pool/user-pool-admin.ts';
import type { SeedAnswer, SeedRequest } from './seed-protocol.ts';

/** Does what a seed script asks of the user pool of `userPoolId`. Its failures have the names of Amplify's. */
export async function answerSeedRequest(
  request: SeedRequest,
  userPoolId: string,
  openAdmin: () => Promise<UserPoolAdmin>,
): Promise<SeedAnswer> {
  const { id, username } = request;
  const refused = (name: string, message: string): SeedAnswer => ({ id, error: { name, message } });
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
