import { expect, it, vi } from 'vitest';
import { createFolder, request, runPreamp, spawnPreamp, startPreamp, writeFiles } from './preamp-process.ts';

// Several processes, one after the other, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const bedrock = `{ aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: 'Be kind.' }`;
const resource = (more: string) => ({
  'amplify/data/resource.ts': `
import { a, defineData } from '@aws-amplify/backend';
const schema = a.schema({
  Note: a.model({ text: a.string() }),
  cook: a.generation(${bedrock}).returns(a.string()),
  ${more}
}).authorization((allow) => [allow.publicApiKey()]);
export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'apiKey' } });
`,
});
const leaveOut = {
  'preamp.config.ts':
    "import { defineConfig } from 'preamp';\nexport default defineConfig({ aiRoutes: 'leaveOut' });\n",
};
const list = '{ listNotes { items { id } } }';
const empty = { data: { listNotes: { items: [] } } };

it('a sandbox refuses a generation, says how to go on without it, and does', async () => {
  const folder = createFolder(resource(''));
  const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0');
  await sandbox.until(/Waiting for a change/);
  expect(sandbox.err()).toContain('✖ The generation cook cannot run here: it needs a model in Amazon Bedrock.');
  expect(sandbox.err()).toContain('amplify/data/resource.ts:5:11');
  expect(sandbox.err()).toContain("set `aiRoutes: 'leaveOut'` in preamp.config.ts");

  writeFiles(folder, leaveOut);
  await sandbox.until(/Watching for file changes/);
  const [, url] = await sandbox.until(/GraphQL +(\S+)/);
  const [, apiKey] = await sandbox.until(/API key +(\S+)/);
  expect(await request(url!, apiKey!, list)).toEqual(empty);
  await sandbox.until(/⚠ The generation cook is left out/);

  writeFiles(folder, resource(`chat: a.conversation(${bedrock}).authorization((allow) => allow.owner()),`));
  await sandbox.until(/⚠ The conversation chat is left out/);
  expect(sandbox.err().match(/The generation cook is left out/g)).toHaveLength(1);
});

it('every command takes it from the configuration', async () => {
  const folder = createFolder({ ...resource(''), ...leaveOut });
  const { ready, err } = await startPreamp(folder);
  expect(await request(ready.url, ready.apiKey, list)).toEqual(empty);
  expect(err()).toMatch(/"level":"warn","message":"The generation cook is left out.*"amplify\/data\/resource.ts:5"/);
  const compiled = await runPreamp(folder, 'compile', '--json', 'amplify/data/resource.ts');
  expect(JSON.parse(compiled.out)).toMatchObject({ ok: true, diagnostics: [{ code: 'builder-ai-left-out' }] });
  const generated = await runPreamp(folder, 'generate', 'schema');
  expect(generated).toMatchObject({ code: 0, err: '' });
  expect(generated.out).not.toContain('cook');
  const introspection = await runPreamp(folder, 'generate', 'graphql-client-code', '--format', 'introspection');
  expect(introspection.code).toBe(0);
});
