import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/api';
import { beforeEach, describe, expect, test } from 'vitest';
import { amplifyOutputs } from '../../src/artifacts/amplify-outputs.ts';
import type { AuthSettings } from '../../src/artifacts/outputs/auth-outputs.ts';
import { compile } from '../../src/compiler/compile.ts';

const { model } = compile([
  {
    file: 'schema.graphql',
    text: `
      enum Status { DRAFT LIVE }
      type Location { lat: Float! tags: [String] }
      input LocationInput { lat: Float! }
      type Blog @model @auth(rules: [{ allow: public }]) {
        name: String!
        posts: [Post] @hasMany(references: ["blogId"])
      }
      type Post @model @auth(rules: [{ allow: public }, { allow: owner }]) {
        title: String
        status: Status @index(queryField: "postsByStatus")
        location: Location
        blogId: ID
        blog: Blog @belongsTo(references: ["blogId"])
      }
      type Silent @model(subscriptions: null, mutations: { delete: null }) @auth(rules: [{ allow: public }]) { x: Int }
      type Query { near(at: LocationInput!): [Post] @function(name: "near") @auth(rules: [{ allow: public }]) }
      type Mutation { publish(id: ID!): Post @function(name: "publish") @auth(rules: [{ allow: public }]) }
    `,
  },
]);

const auth: AuthSettings = {
  userPoolId: 'us-east-1_LOCALPOOL',
  userPoolClientId: 'localclient',
  identityPoolId: 'us-east-1:00000000-0000-0000-0000-000000000000',
  endpoint: 'http://localhost:20002/',
  guests: true,
  usernameAttributes: ['email'],
  requiredAttributes: ['email'],
  verificationTypes: ['email'],
  passwordPolicy: {
    minLength: 8,
    requireNumbers: true,
    requireLowercase: true,
    requireUppercase: true,
    requireSymbols: true,
  },
  mfa: { configuration: 'NONE', methods: [] },
  groups: ['ADMINS'],
};

const common = { model: model!, url: 'http://localhost:20002/graphql', region: 'us-east-1', apiKey: 'da2-key', auth };

describe.each(['dual', 'standard'] as const)('outputs of the %s shape', (shape) => {
  beforeEach(() => {
    const file = JSON.parse(JSON.stringify(amplifyOutputs({ ...common, shape })));
    Amplify.configure(file);
  });

  test('the real client finds the endpoint, the key and the default mode', () => {
    const { endpoint, region, apiKey, defaultAuthMode } = Amplify.getConfig().API!.GraphQL!;
    expect({ endpoint, region, apiKey, defaultAuthMode }).toEqual({
      endpoint: 'HTTP://localhost:20002/graphql',
      region: 'us-east-1',
      apiKey: 'da2-key',
      defaultAuthMode: 'apiKey',
    });
  });

  test('the real client offers every model, index query and custom operation', () => {
    const client = generateClient() as unknown as Record<string, Record<string, object>>;
    expect(Object.keys(client.models!)).toEqual(['Blog', 'Post', 'Silent']);
    expect(Object.keys(client.models!.Post!)).toEqual(
      expect.arrayContaining([
        'create',
        'get',
        'update',
        'delete',
        'list',
        'onCreate',
        'observeQuery',
        'postsByStatus',
      ]),
    );
    expect(Object.keys(client.models!.Silent!)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(on.*|delete)$/)]),
    );
    expect(Object.keys(client.queries!)).toEqual(['near']);
    expect(Object.keys(client.mutations!)).toEqual(['publish']);
    expect(Object.keys(client.enums!)).toEqual(['Status']);
  });

  test('the real client signs in with the pool of the outputs', () => {
    const { userPoolId, userPoolClientId, identityPoolId, loginWith, passwordFormat, allowGuestAccess } =
      Amplify.getConfig().Auth!.Cognito as Required<ReturnType<typeof Amplify.getConfig>>['Auth']['Cognito'] &
        Record<string, unknown>;
    expect({ userPoolId, userPoolClientId, identityPoolId, loginWith, passwordFormat, allowGuestAccess }).toMatchObject(
      {
        userPoolId: 'us-east-1_LOCALPOOL',
        userPoolClientId: 'localclient',
        identityPoolId: 'us-east-1:00000000-0000-0000-0000-000000000000',
        loginWith: { email: true },
        passwordFormat: { minLength: 8, requireSpecialCharacters: true },
        allowGuestAccess: true,
      },
    );
  });
});

test('only the dual shape sends sign-in to the endpoint of the outputs', () => {
  Amplify.configure(JSON.parse(JSON.stringify(amplifyOutputs(common))));
  expect(Amplify.getConfig().Auth!.Cognito.userPoolEndpoint).toBe('http://localhost:20002/');
  Amplify.configure(JSON.parse(JSON.stringify(amplifyOutputs({ ...common, shape: 'standard' }))));
  expect(Amplify.getConfig().Auth!.Cognito.userPoolEndpoint).toBeUndefined();
});

test('what is not there is left out', () => {
  const outputs = amplifyOutputs({ ...common, apiKey: null, auth: null, url: 'https://api.example.com/graphql' });
  expect(Object.keys(outputs)).toEqual(['version', 'data', 'API']);
  expect(outputs.data).toMatchObject({
    url: 'https://api.example.com/graphql',
    default_authorization_type: 'API_KEY',
    authorization_types: ['AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA'],
  });
  expect(outputs.data).not.toHaveProperty('api_key');
});
