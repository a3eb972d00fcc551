import { vi } from 'vitest';
import { createFolder } from '../cli/preamp-process.ts';
import { emptyDynamodb } from './dynamodb-local.ts';

/** A project whose commands, started by this test, reach an empty DynamoDB. Undone by `vi.unstubAllEnvs`. */
export function createProject(schema: string, engine: object = {}) {
  const local = emptyDynamodb();
  const { endpoint, region, credentials } = local;
  vi.stubEnv('AWS_ACCESS_KEY_ID', credentials!.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials!.secretAccessKey);
  const config = { engine: { type: 'dynamodb', endpoint, region, prefix: 'blog-', ...engine } };
  const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify(config) });
  return { folder, local, config };
}
