import { afterEach, expect, test, vi } from 'vitest';
import type { IamIdentity } from '../../src/ir/identity.ts';
import { type StartedBackend, startBackend } from '../compat/start-backend.ts';

let started: StartedBackend;
afterEach(() => started.close());

/** A role of the identity pool, with the fields that its policy names; `null` where it names none. */
const role = (allowedFields: readonly string[] | null): IamIdentity => ({
  mode: 'AWS_IAM',
  principal: 'authenticated',
  accountId: '123456789012',
  userArn: 'arn:aws:sts::123456789012:assumed-role/authRole/CognitoIdentityCredentials',
  username: 'ASIA:CognitoIdentityCredentials',
  cognitoIdentityPoolId: 'us-east-1:00000000-0000-0000-0000-000000000000',
  cognitoIdentityId: 'us-east-1:00000000-0000-0000-0000-000000000001',
  allowedFields,
  sourceIp: [],
  expiresAt: null,
});

const requestOf = (query: string, identity: IamIdentity) => ({
  query,
  variables: null,
  operationName: null,
  identity,
  headers: {},
  requestId: 'r',
});

test('callers with different policies see of one event what their own policy names', async () => {
  started = await startBackend(`
    type Post @model @auth(rules: [{ allow: private, provider: iam }]) {
      id: ID!
      secret: String
      comments: [Comment] @hasMany
    }
    type Comment @model @auth(rules: [{ allow: private, provider: iam }]) { id: ID! post: Post @belongsTo }
  `);
  const { backend } = started;
  const document = 'subscription { onCreatePost { id secret comments(limit: 1) { items { id } nextToken } } }';
  const events: [string, unknown][] = [];
  const callers = {
    full: role(null),
    narrow: role(['Subscription.*', 'Post.id', 'Post.comments']),
    narrowBelow: role(['Subscription.*', 'ModelCommentConnection.items']),
  };
  for (const [name, identity] of Object.entries(callers)) {
    const outcome = await backend.subscribe(requestOf(document, identity), {
      deliver: (payload) => events.push([name, JSON.parse(payload.toString()).data.onCreatePost]),
      end: () => {},
    });
    expect(outcome.status).toBe('accepted');
  }
  for (const mutation of [
    'a: createComment(input: { id: "1", postCommentsId: "1" }) { id }',
    'b: createComment(input: { id: "2", postCommentsId: "1" }) { id }',
    'createPost(input: { id: "1", secret: "s" }) { id secret comments { items { id } nextToken } }',
  ]) {
    await backend.execute(requestOf(`mutation { ${mutation} }`, callers.full));
  }
  await vi.waitFor(() => expect(events).toHaveLength(3));
  const page = { items: [{ id: expect.any(String) }], nextToken: expect.any(String) };
  expect(Object.fromEntries(events)).toEqual({
    full: { id: '1', secret: 's', comments: page },
    narrow: { id: '1', secret: null, comments: page },
    narrowBelow: { id: '1', secret: 's', comments: { ...page, nextToken: null } },
  });
});
