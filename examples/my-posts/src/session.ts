/**
 * Sign-in with a password against the backend's user pool, by its three calls. An app that already has `aws-amplify` uses
 * its `signIn` and passes `async () => (await fetchAuthSession()).tokens!.accessToken.toString()` as `authToken` instead.
 */
import outputs from '../../posts/amplify_outputs.json';

interface Tokens {
  readonly AccessToken: string;
  readonly RefreshToken?: string;
  /** Seconds. */
  readonly ExpiresIn: number;
}

const { userPoolEndpoint, userPoolClientId: ClientId } = outputs.Auth.Cognito;

/** Throws an error whose `name` is the pool's error code, such as `NotAuthorizedException`. */
async function call(action: string, input: object): Promise<{ readonly AuthenticationResult?: Tokens }> {
  const response = await fetch(userPoolEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${action}`,
    },
    body: JSON.stringify({ ClientId, ...input }),
  });
  const answer = await response.json();
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.message), { name: answer.__type });
}

export async function signUp(email: string, password: string): Promise<void> {
  await call('SignUp', { Username: email, Password: password, UserAttributes: [{ Name: 'email', Value: email }] });
}

/** The code that the pool has sent; `preamp sandbox` prints it. */
export async function confirmSignUp(email: string, code: string): Promise<void> {
  await call('ConfirmSignUp', { Username: email, ConfirmationCode: code });
}

/** Somebody who is signed in, as long as the page is open. */
export interface Session {
  readonly email: string;
  /** An access token that is valid for another minute at least. */
  token(): Promise<string>;
}

export async function signIn(email: string, password: string): Promise<Session> {
  const { AuthenticationResult: first } = await call('InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
  if (first === undefined) throw new Error('This user has to take another step, which this example does not know.');
  let tokens = first;
  let freshUntil = expiry(first);
  return {
    email,
    async token() {
      if (Date.now() > freshUntil) {
        const { AuthenticationResult: next } = await call('InitiateAuth', {
          AuthFlow: 'REFRESH_TOKEN_AUTH',
          AuthParameters: { REFRESH_TOKEN: first.RefreshToken },
        });
        tokens = next ?? tokens;
        freshUntil = expiry(tokens);
      }
      return tokens.AccessToken;
    },
  };
}

function expiry({ ExpiresIn }: Tokens): number {
  return Date.now() + (ExpiresIn - 60) * 1000;
}
