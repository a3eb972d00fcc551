/**
 * Holds `docs/decisions/README.md` to what is in the folder: a line for each decision, with its number, file and title, in
 * order; no number twice.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = 'docs/decisions';
const problems: string[] = [];
const files = readdirSync(folder)
  .filter((file) => file !== 'README.md')
  .toSorted();
const lines = files.map(lineOf);
const index = readFileSync(join(folder, 'README.md'), 'utf8').split('\n');
for (const line of lines) if (!index.includes(line)) problems.push(`${folder}/README.md: add the line ${line}`);
const listed = index.filter((line) => line.startsWith('- ['));
for (const line of listed) if (!lines.includes(line)) problems.push(`${folder}/README.md: take out the line ${line}`);
if (problems.length === 0 && listed.join() !== lines.join())
  problems.push(`${folder}/README.md: sort the lines by number, each once`);
for (const [position, file] of files.entries()) {
  const before = files[position - 1];
  if (before?.slice(0, 4) === file.slice(0, 4)) problems.push(`${folder}/${file}: ${before} has the same number`);
}

for (const problem of problems) console.error(problem);
console.log(`decisions: ${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function lineOf(file: string): string {
  const [first = ''] = readFileSync(join(folder, file), 'utf8').split('\n');
  const number = file.slice(0, 3);
  if (!first.startsWith(`# ${number} `))
    problems.push(`${folder}/${file}: its first line should be '# ${number} <title>'`);
  return `- [${number}](${file}) ${first.slice(6)}`;
}
