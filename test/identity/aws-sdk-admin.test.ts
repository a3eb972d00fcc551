import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminResetUserPasswordCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  SignUpCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serviceCredential } from '../../src/identity/service-credential.ts';
import { poolIds, type StartedUserPool, startUserPool } from './start-user-pool.ts';

/** The unmodified AWS SDK as an administrator of the embedded user pool. */

const administrator = serviceCredential({
  name: 'admin',
  accessKeyId: 'AKIAADMIN',
  secretAccessKey: 'admin-secret',
  actions: [],
  accountId: '123456789012',
});
const UserPoolId = poolIds.userPoolId;
const ClientId = poolIds.clientId;
const Username = 'alice@example.com';
let started: StartedUserPool;
let sdk: CognitoIdentityProviderClient;

const client = (secretAccessKey: string, accessKeyId = administrator.accessKeyId) =>
  new CognitoIdentityProviderClient({
    endpoint: started.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
  });

beforeEach(async () => {
  started = await startUserPool(
    {},
    { findAdministrator: (id) => (id === administrator.accessKeyId ? administrator : null) },
  );
  sdk = client(administrator.secretAccessKey);
});

afterEach(async () => {
  sdk.destroy();
  await started.close();
});

it('creates a user, who signs in and changes the temporary password', async () => {
  const created = await sdk.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      TemporaryPassword: 'Temp0rary!',
      UserAttributes: [
        { Name: 'name', Value: 'Alice' },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  expect(created.User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
  expect(created.User?.UserCreateDate).toBeInstanceOf(Date);
  expect(started.codes).toMatchObject([{ purpose: 'invitation', code: 'Temp0rary!', destination: Username }]);

  const AuthParameters = { USERNAME: Username, PASSWORD: 'Temp0rary!' };
  const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH';
  const step = await sdk.send(new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters }));
  expect(step.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  const { AuthenticationResult } = await sdk.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId,
      ClientId,
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: step.Session,
      ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: 'Chosen0ne!' },
    }),
  );
  expect(AuthenticationResult?.TokenType).toBe('Bearer');
  const user = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }));
  expect(user).toMatchObject({ UserStatus: 'CONFIRMED', Username: created.User?.Username });
  expect(user.UserAttributes).toEqual(
    expect.arrayContaining([
      { Name: 'email', Value: Username },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'name', Value: 'Alice' },
    ]),
  );
  await expect(sdk.send(new AdminCreateUserCommand({ UserPoolId, Username }))).rejects.toMatchObject({
    name: 'UsernameExistsException',
  });
});

it('invites again, while the invitation was not taken', async () => {
  await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username }));
  const again = new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'RESEND' });
  expect((await sdk.send(again)).User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD' });
  expect(started.codes.map(({ purpose, username }) => [purpose, username])).toEqual([
    ['invitation', Username],
    ['invitation', Username],
  ]);
  expect(started.codes[0]!.code).not.toBe(started.codes[1]!.code);
  started.pool.admin.setPassword(Username, 'Passw0rd!', true);
  await expect(sdk.send(again)).rejects.toMatchObject({ name: 'UnsupportedUserStateException' });
});

it('confirms, disables, resets, signs out and deletes users', async () => {
  await sdk.send(new SignUpCommand({ ClientId, Username, Password: 'Passw0rd!' }));
  await sdk.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }));
  const signIn = () => {
    const AuthParameters = { USERNAME: Username, PASSWORD: 'Passw0rd!' };
    return sdk.send(
      new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow: 'ADMIN_NO_SRP_AUTH', AuthParameters }),
    );
  };
  const { AuthenticationResult } = await signIn();
  await sdk.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
  await expect(
    sdk.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: AuthenticationResult!.RefreshToken! },
      }),
    ),
  ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Refresh Token has been revoked' });

  await sdk.send(new AdminDisableUserCommand({ UserPoolId, Username }));
  await expect(signIn()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'User is disabled.' });
  await sdk.send(new AdminEnableUserCommand({ UserPoolId, Username }));
  await signIn();

  const UserAttributes = [
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:plan', Value: 'pro' },
  ];
  await sdk.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
  await sdk.send(new AdminDeleteUserAttributesCommand({ UserPoolId, Username, UserAttributeNames: ['custom:plan'] }));
  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId, Username }));
  expect(started.codes.at(-1)?.purpose).toBe('resetPassword');
  await expect(signIn()).rejects.toMatchObject({ name: 'PasswordResetRequiredException' });
  const Password = 'Passw0rd!';
  await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  await signIn();
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  await expect(sdk.send(new AdminGetUserCommand({ UserPoolId, Username }))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
});

it('keeps groups', async () => {
  await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  const GroupName = 'Admin';
  await sdk.send(new CreateGroupCommand({ UserPoolId, GroupName, Description: 'all', Precedence: 2 }));
  await expect(sdk.send(new CreateGroupCommand({ UserPoolId, GroupName }))).rejects.toMatchObject({
    name: 'GroupExistsException',
  });
  await sdk.send(new UpdateGroupCommand({ UserPoolId, GroupName, Precedence: 1 }));
  const { Group } = await sdk.send(new GetGroupCommand({ UserPoolId, GroupName }));
  expect(Group).toMatchObject({ GroupName, Description: 'all', Precedence: 1 });
  await sdk.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  const held = await sdk.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  expect(held.Groups?.map((group) => group.GroupName)).toEqual([GroupName]);
  const members = await sdk.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }));
  expect(members.Users).toHaveLength(1);
  expect(members.NextToken).toBeUndefined();
  await sdk.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName }));
  expect((await sdk.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }))).Users).toEqual([]);
  await sdk.send(new DeleteGroupCommand({ UserPoolId, GroupName }));
  expect((await sdk.send(new ListGroupsCommand({ UserPoolId }))).Groups).toEqual([]);
  await expect(sdk.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('lists users page by page, and by filter', async () => {
  for (const name of ['a', 'b', 'c']) {
    await started.pool.admin.createUser({ name: `${name}@example.com`, password: 'Passw0rd!', attributes: { name } });
  }
  const emails: string[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await sdk.send(new ListUsersCommand({ UserPoolId, Limit: 2, PaginationToken }));
    emails.push(...page.Users!.map((user) => user.Attributes!.find(({ Name }) => Name === 'email')!.Value!));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken !== undefined);
  expect(emails.toSorted()).toEqual(['a@example.com', 'b@example.com', 'c@example.com']);
  const counted = async (Filter: string) =>
    (await sdk.send(new ListUsersCommand({ UserPoolId, Filter }))).Users?.length;
  expect(await counted('email = "b@example.com"')).toBe(1);
  expect(await counted('name ^= "c"')).toBe(1);
  expect(await counted('status = "Enabled"')).toBe(3);
  expect(await counted('constructor = "x"')).toBe(0);
  await expect(counted('email like "b"')).rejects.toMatchObject({ name: 'InvalidParameterException' });
});

describe('without the right credentials', () => {
  it.each([
    ['a wrong secret', 'guess', administrator.accessKeyId],
    ['an unknown key', administrator.secretAccessKey, 'AKIAOTHER'],
  ])('%s is refused', async (_, secret, accessKeyId) => {
    const other = client(secret, accessKeyId);
    await expect(other.send(new ListUsersCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    other.destroy();
  });

  it('an unsigned request is refused, whatever it asks', async () => {
    for (const operation of [
      'ListUsers',
      'AdminCreateUser',
      'AdminSetUserPassword',
      'AdminInitiateAuth',
      'CreateGroup',
    ]) {
      const response = await fetch(started.url, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
        body: JSON.stringify({ UserPoolId, Username, ClientId, GroupName: 'g', Password: 'Passw0rd!' }),
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
    }
    expect(started.pool.admin.listUsers()).toEqual([]);
  });
});
