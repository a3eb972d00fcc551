import { describe, expect, it } from 'vitest';
import { createFolder, startPreamp } from './preamp-process.ts';
import { signedRequest } from './signed-request.ts';

const schema = `
  type Post @model @auth(rules: [
    { allow: private, provider: identityPool }
    { allow: public, provider: identityPool, operations: [read] }
  ]) { id: ID! title: String secret: String }
  type Draft @model { id: ID! text: String }
`;

const principal = (name: string, more: object = {}) => ({
  name,
  accessKeyId: `AK${name}`,
  secretAccessKey: `secret-of-${name}`,
  ...more,
});
const role = 'arn:aws:iam::123456789012:role/team/nightly-job-role';
const config = {
  authorization: {
    adminRoles: ['ops-role'],
    principals: [
      principal('member', { kind: 'authenticated' }),
      principal('guest', { kind: 'unauthenticated' }),
      principal('editors', { kind: 'group', roleArn: 'arn:aws:iam::123456789012:role/editorsGroupRole' }),
      principal('plain'),
      principal('service', { kind: 'service' }),
      principal('admin', { kind: 'admin' }),
      principal('reader', { kind: 'service', allow: ['types/Query/*'] }),
      principal('narrow', {
        kind: 'service',
        allow: ['types/Query/fields/listPosts', 'types/Mutation/fields/createPost', 'types/Post/fields/title'],
      }),
      principal('ops', { roleArn: 'arn:aws:iam::123456789012:role/ops-role-eu' }),
      principal('listed', { roleArn: role }),
      principal('posing', { kind: 'authenticated', roleArn: 'arn:aws:iam::123456789012:role/ops-role' }),
      principal('temporary', { kind: 'service', sessionToken: 'session' }),
    ],
  },
};

const create = 'mutation { createPost(input: { title: "a", secret: "s" }) { title } }';
const list = '{ listPosts { items { title } } }';
const drafts = '{ listDrafts { items { text } } }';

describe('IAM principals of the configuration', () => {
  it('pass policy and rules as their kind says', async () => {
    const folder = createFolder({
      'amplify/backend/api/blog/schema.graphql': schema,
      'amplify/backend/api/blog/custom-roles.json': JSON.stringify({ adminRoleNames: ['nightly-job'] }),
      'preamp.config.json': JSON.stringify(config),
    });
    const { ready } = await startPreamp(folder);
    const credentials = (name: string) => ({ accessKeyId: `AK${name}`, secretAccessKey: `secret-of-${name}` });
    /** `ok`, the status of a refusal by policy, or the rule's refusal. */
    const outcome = async (name: string, query: string) => {
      const { status, body } = await signedRequest(ready.url, credentials(name), query);
      const { errors } = body as { errors?: readonly { errorType: string; message: string }[] };
      if (errors === undefined) return 'ok';
      return `${status} ${errors[0]!.errorType}`;
    };
    const byRule = '200 Unauthorized';
    const byPolicy = '401 UnauthorizedException';
    const expected: Record<string, readonly [string, string, string]> = {
      member: ['ok', 'ok', byRule],
      guest: [byRule, 'ok', byRule],
      editors: ['ok', 'ok', byRule],
      plain: [byRule, byRule, byRule],
      service: ['ok', 'ok', 'ok'],
      admin: ['ok', 'ok', 'ok'],
      reader: [byPolicy, 'ok', 'ok'],
      narrow: ['ok', 'ok', byPolicy],
      ops: ['ok', 'ok', 'ok'],
      listed: ['ok', 'ok', 'ok'],
      posing: ['ok', 'ok', byRule],
      temporary: [byPolicy, byPolicy, byPolicy],
      nobody: [byPolicy, byPolicy, byPolicy],
    };
    for (const [name, outcomes] of Object.entries(expected)) {
      const found = [await outcome(name, create), await outcome(name, list), await outcome(name, drafts)];
      expect([name, ...found]).toEqual([name, ...outcomes]);
    }
    const withSession = { ...credentials('temporary'), sessionToken: 'session' };
    expect((await signedRequest(ready.url, withSession, drafts)).status).toBe(200);
    // A policy that names fields of a type opens no others of it.
    const narrow = await signedRequest(
      ready.url,
      credentials('narrow'),
      '{ listPosts(limit: 1) { items { title secret } } }',
    );
    expect(narrow.body).toMatchObject({
      data: { listPosts: { items: [{ title: 'a', secret: null }] } },
      errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access secret on type Post' }],
    });
  });

  it('pass every rule in a Gen 2 project, where the policy is their only gate', async () => {
    const folder = createFolder({
      'amplify/data/resource.ts': `
        import { a, defineData } from '@aws-amplify/backend';
        const schema = a.schema({ Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]) });
        export const data = defineData({ schema });`,
      'preamp.config.json': JSON.stringify({
        authorization: {
          principals: [
            principal('plain', { allow: ['types/Query/*'] }),
            principal('member', { kind: 'authenticated' }),
          ],
        },
      }),
    });
    const { ready } = await startPreamp(folder);
    const ask = (name: string, query: string) =>
      signedRequest(ready.url, { accessKeyId: `AK${name}`, secretAccessKey: `secret-of-${name}` }, query);
    expect(await ask('plain', '{ listNotes { items { text } } }')).toEqual({
      status: 200,
      body: { data: { listNotes: { items: [] } } },
    });
    expect(await ask('plain', 'mutation { createNote(input: {}) { id } }')).toMatchObject({ status: 401 });
    expect(await ask('member', '{ listNotes { items { text } } }')).toMatchObject({
      status: 200,
      body: { errors: [{ errorType: 'Unauthorized' }] },
    });
  });
});
