import type { Plugin } from 'esbuild';

/**
 * What the cloud's build gives handlers under names of its own: `$amplify/env/<function>`, the typed environment, and
 * `@aws-amplify/backend/function/runtime`, which makes the configuration of a client that calls the API back. The
 * official one reads the model introspection from a bucket; here it is a file.
 */
export const amplifyRuntimePlugin: Plugin = {
  name: 'preamp-amplify-runtime',
  setup(build) {
    const modules = [
      { filter: /^\$amplify\/env\//, contents: 'export const env = process.env;' },
      { filter: /^@aws-amplify\/backend\/function\/runtime$/, contents: runtimeModule },
    ];
    for (const [number, { filter, contents }] of modules.entries()) {
      const namespace = `preamp-runtime-${number}`;
      build.onResolve({ filter }, ({ path }) => ({ path, namespace }));
      build.onLoad({ filter: /.*/, namespace }, () => ({ contents, loader: 'js' }));
    }
  },
};

const runtimeModule = `
import { readFile } from 'node:fs/promises';

export async function getAmplifyDataClientConfig(env) {
  const { AMPLIFY_DATA_GRAPHQL_ENDPOINT: endpoint, AMPLIFY_DATA_MODEL_INTROSPECTION_SCHEMA_KEY: file } = env;
  if (!endpoint || !file) {
    throw new Error('This function has no access to the API. Grant it in the schema: allow.resource(fn).');
  }
  const credentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID,
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    sessionToken: env.AWS_SESSION_TOKEN,
  };
  const modelIntrospection = JSON.parse(await readFile(file, 'utf8'));
  return {
    resourceConfig: {
      API: { GraphQL: { endpoint, region: env.AWS_REGION, defaultAuthMode: 'iam', modelIntrospection } },
    },
    libraryOptions: {
      Auth: {
        credentialsProvider: {
          getCredentialsAndIdentityId: async () => ({ credentials }),
          clearCredentialsAndIdentityId: () => {},
        },
      },
    },
  };
}
`;
