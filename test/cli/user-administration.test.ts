import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { createFolder, startPreamp } from './preamp-process.ts';

const schema = 'type Note @model @auth(rules: [{ allow: groups, groups: ["Editors"] }]) { id: ID! text: String }';
const config = {
  authorization: {
    principals: [
      { name: 'root', accessKeyId: 'AKIAADMIN', secretAccessKey: 'admin-secret', kind: 'admin' },
      { name: 'worker', accessKeyId: 'AKIASERVICE', secretAccessKey: 'service-secret', kind: 'service' },
      { name: 'plain', accessKeyId: 'AKIAROLE', secretAccessKey: 'role-secret' },
    ],
  },
};

it("AWS's own SDK administers the users of `preamp start` with a configured administrator, and with nobody else", async () => {
  const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify(config) });
  const { ready } = await startPreamp(folder);
  const endpoint = new URL('/', ready.url).href;
  const client = (accessKeyId: string, secretAccessKey: string) =>
    new CognitoIdentityProviderClient({
      endpoint,
      region: ready.region,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    });
  const sdk = client('AKIAADMIN', 'admin-secret');

  const { UserPool } = await sdk.send(new CreateUserPoolCommand({ PoolName: 'tests' }));
  const UserPoolId = UserPool!.Id!;
  const { UserPoolClient } = await sdk.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'tests' }));
  const ClientId = UserPoolClient!.ClientId!;
  expect({ userPoolId: UserPoolId, userPoolClientId: ClientId }).toEqual({
    userPoolId: ready.userPoolId,
    userPoolClientId: ready.userPoolClientId,
  });

  const Username = 'ann@example.com';
  await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await sdk.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: 'Passw0rd!', Permanent: true }));
  await sdk.send(new CreateGroupCommand({ UserPoolId, GroupName: 'Editors' }));
  await sdk.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: 'Editors' }));
  const { Users } = await sdk.send(new ListUsersCommand({ UserPoolId }));
  expect(Users).toHaveLength(1);
  const { AuthenticationResult } = await sdk.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: 'Passw0rd!' },
    }),
  );
  const response = await fetch(ready.url, {
    method: 'POST',
    headers: { authorization: AuthenticationResult!.AccessToken! },
    body: JSON.stringify({ query: 'mutation { createNote(input: { text: "a" }) { text } }' }),
  });
  expect(await response.json()).toEqual({ data: { createNote: { text: 'a' } } });

  for (const other of [
    client('AKIASERVICE', 'service-secret'),
    client('AKIAROLE', 'role-secret'),
    client('AKIAADMIN', 'guess'),
  ]) {
    await expect(other.send(new ListUsersCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    other.destroy();
  }
  await sdk.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  await sdk.send(new DeleteUserPoolCommand({ UserPoolId }));
  expect((await sdk.send(new ListUsersCommand({ UserPoolId }))).Users).toEqual([]);
  sdk.destroy();
});
