import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The environment that a Gen 1 project has checked out (`amplify/.config/local-env-info.json`); `null` where none. */
export function gen1Environment(root: string): string | null {
  const file = join(root, 'amplify', '.config', 'local-env-info.json');
  if (!existsSync(file)) return null;
  try {
    const { envName } = JSON.parse(readFileSync(file, 'utf8')) as { readonly envName?: unknown };
    return typeof envName === 'string' && /^\w{1,64}$/.test(envName) ? envName : null;
  } catch {
    return null;
  }
}
