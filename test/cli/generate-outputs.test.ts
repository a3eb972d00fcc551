import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { expect, it } from 'vitest';
import { createFolder, runPreamp } from './preamp-process.ts';

const schema = 'type Note @model @auth(rules: [{ allow: public }, { allow: owner }]) { id: ID! text: String }';

/** Formats in one folder: the ids of the pools and the key are kept in it, so that all say the same. */
it('every format holds the same configuration, in the file that its clients read', async () => {
  const folder = createFolder({ 'schema.graphql': schema });
  const write = async (...flags: readonly string[]) => {
    const { code, err } = await runPreamp(folder, 'generate', 'outputs', ...flags);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('File written: ') });
  };
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  await write();
  const text = read('amplify_outputs.json');
  const json = JSON.parse(text);
  expect(text).toBe(`${JSON.stringify(json, null, 2)}\n`);
  expect(json).toMatchObject({
    version: 'local-1.4',
    data: { url: 'HTTP://localhost:20002/graphql', api_key: expect.stringMatching(/^da2-/) },
    auth: { user_pool_id: expect.any(String) },
    Auth: { Cognito: expect.any(Object) },
    API: { GraphQL: expect.any(Object) },
  });
  const { Auth: _, API: __, ...standard } = json;
  // One after the other: each opens the data folder.
  await write('--format', 'ts', '--out-dir', 'src/config');
  await write('--format', 'mjs', '--out-dir', 'src/config');
  await write('--format', 'dart', '--out-dir', 'lib');
  await write('--format', 'json-mobile', '--out-dir', 'mobile');
  const ts = read('src/config/amplify_outputs.ts');
  const modules = [transformSync(ts, { loader: 'ts' }).code, read('src/config/amplify_outputs.mjs')];
  for (const code of modules) {
    const { default: config } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    expect(config).toEqual(json);
  }
  expect((await import(pathToFileURL(join(folder, 'src/config/amplify_outputs.mjs')).href)).default).toEqual(json);
  const [, literal] = /^const amplifyConfig = r'''(.*)''';\n$/s.exec(read('lib/amplify_outputs.dart'))!;
  expect(JSON.parse(literal!)).toEqual({ ...standard, version: '1.4', auth: expect.any(Object) });
  expect(JSON.parse(read('mobile/amplify_outputs.json'))).toEqual(JSON.parse(literal!));
  expect(JSON.parse(literal!)).not.toHaveProperty('API');
}, 90_000);

it('refuses another format, and writes nothing', async () => {
  const folder = createFolder({ 'schema.graphql': schema });
  const { code, err } = await runPreamp(folder, 'generate', 'outputs', '--format', 'yaml');
  expect(code).toBe(2);
  expect(err).toContain('Allowed choices are json, json-mobile, ts, mjs, dart.');
  expect(readdirSync(folder)).toEqual(['schema.graphql']);
  expect(existsSync(join(folder, '.preamp'))).toBe(false);
});
