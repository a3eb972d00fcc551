import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiSettings, AuthMode } from '../../src/ir/data-model.ts';

const folder = join(import.meta.dirname, 'cases');

interface Manifest {
  readonly cases: readonly { readonly name: string; readonly generation: 1 | 2; readonly valid: boolean }[];
}

/** What `manifest.json` says of every case. */
export function readManifest(): Manifest['cases'] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'manifest.json'), 'utf8')).cases;
}

/** A file of a case, or `null` where the case has none of that name. */
export function readCaseFile(name: string, file: string): string | null {
  const path = join(folder, name, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** The settings a case is compiled with, where `options.json` says they differ from the defaults. */
export function readCaseSettings(name: string): Partial<ApiSettings> {
  const options: {
    readonly defaultAuthMode?: AuthMode;
    readonly providers?: readonly AuthMode[];
    readonly genericIamAccess?: boolean;
    readonly sandboxModeEnabled?: boolean;
  } = JSON.parse(readCaseFile(name, 'options.json') ?? '{}');
  return {
    ...(options.defaultAuthMode && { defaultAuthMode: options.defaultAuthMode }),
    ...(options.providers && { authModes: options.providers }),
    ...(options.genericIamAccess !== undefined && { genericIamAccess: options.genericIamAccess }),
    ...(options.sandboxModeEnabled !== undefined && { sandboxMode: options.sandboxModeEnabled }),
  };
}
