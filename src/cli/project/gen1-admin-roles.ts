import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { displayPath } from '../output/display-path.ts';

const schema = v.object({ adminRoleNames: v.optional(v.array(v.pipe(v.string(), v.nonEmpty())), []) });

/** Reads `custom-roles.json` beside a Gen 1 schema: parts of the ARNs of principals that pass every rule. */
export function gen1AdminRoles(sdlFile: string): { readonly file: string; readonly roles: readonly string[] } | null {
  const folder = [dirname(sdlFile), dirname(dirname(sdlFile))].find((each) =>
    existsSync(join(each, 'custom-roles.json')),
  );
  if (folder === undefined) return null;
  const file = join(folder, 'custom-roles.json');
  const checked = v.safeParse(schema, parse(readFileSync(file, 'utf8')));
  if (checked.success) return { file, roles: checked.output.adminRoleNames };
  throw new PreampError('gen1-config-invalid', `${displayPath(file)} does not list admin roles.`, {
    hint: 'Write it as { "adminRoleNames": ["role-name"] }.',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
