import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder, request, runPreamp, startPreamp, writeFiles } from './preamp-process.ts';

const schema = (fields: string) => `type Post @model @auth(rules: [{ allow: public }]) { id: ID! ${fields} }`;

/** A folder whose data has one post with a title. */
async function withPost(): Promise<string> {
  const folder = createFolder({ 'schema.graphql': schema('title: String') });
  const server = await startPreamp(folder);
  const { url, apiKey } = server.ready;
  await request(url, apiKey, 'mutation { createPost(input: { id: "1", title: "kept" }) { id } }');
  await server.stop();
  return folder;
}

describe('preamp migrate', () => {
  it('plans without making a data folder', async () => {
    const folder = createFolder({ 'schema.graphql': schema('title: String') });
    const { code, out } = await runPreamp(folder, 'migrate', '--plan', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      steps: [
        { impact: 'safe', description: 'Creates the table of Post.' },
        { impact: 'safe', description: 'Records revision 1 of the schema.' },
      ],
      questions: [],
    });
    expect(existsSync(join(folder, '.preamp'))).toBe(false);
  });

  it('asks for a rename, refuses the loss in a pipe, and moves the data once the rename is confirmed', {
    timeout: 90_000,
  }, async () => {
    const folder = await withPost();
    writeFiles(folder, { 'schema.graphql': schema('headline: String') });
    const plan = await runPreamp(folder, 'migrate', '--plan');
    expect(plan.out).toMatch(/^destructive {2}.*Post\.title.*1 item/m);
    expect(plan.err).toContain('Then add --rename Post.title=headline');
    const refused = await runPreamp(folder, 'migrate');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('Then repeat with --rename Post.title=headline');

    const renamed = await runPreamp(folder, 'migrate', '--rename', 'Post.title=headline');
    expect(renamed).toMatchObject({ code: 0, err: '' });
    expect(renamed.out).toContain('Renames the field Post.title to headline, with its values.');
    // The same flag again does no harm.
    const server = await startPreamp(folder, '--rename', 'Post.title=headline');
    const answer = await request(server.ready.url, server.ready.apiKey, '{ getPost(id: "1") { headline } }');
    expect(answer).toEqual({ data: { getPost: { headline: 'kept' } } });

    const busy = await runPreamp(folder, 'migrate');
    expect(busy).toMatchObject({ code: 1, err: expect.stringContaining('Another Preamp serves .preamp') });
    const history = JSON.parse((await runPreamp(folder, 'migrate', '--history', '--json')).out);
    expect(history).toEqual([
      { revision: 1, appliedAt: expect.any(String), changes: ['Creates the table of Post.'] },
      { revision: 2, appliedAt: expect.any(String), changes: [expect.stringContaining('Post.title to headline')] },
    ]);
  });

  it.each([['title'], ['Post.title'], ['Post.title=Article.title'], ['=a']])('refuses --rename %s', async (text) => {
    const { code, err } = await runPreamp(createFolder(), 'migrate', '--rename', text);
    expect(code).toBe(2);
    expect(err).toContain('Write Model.old=new for a field');
  });
});
