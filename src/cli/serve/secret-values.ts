import type { FunctionDefinition } from '../../functions/function-definition.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { readSecrets } from '../data/secret-file.ts';
import type { DeclaredBackend, DeclaredFunction } from '../project/declared-backend.ts';

/** The value of `secret(name)`: the environment variable of that name, else what `preamp secret set` has kept. */
export function secretReader(data: DataDirectory): (name: string) => string | null {
  const secrets = readSecrets(data);
  return (name) => process.env[name] ?? secrets.get(name)?.value ?? null;
}

/** The function with its secrets among its variables; one without a value has none. */
export function withSecrets(
  { secrets = {}, ...definition }: DeclaredFunction,
  secretOf: (name: string) => string | null,
): FunctionDefinition {
  if (definition.kind !== 'local') return definition;
  const values = Object.entries(secrets).flatMap(([variable, name]) => {
    const value = secretOf(name);
    return value === null ? [] : [[variable, value] as const];
  });
  return { ...definition, environment: { ...definition.environment, ...Object.fromEntries(values) } };
}

/** What to do about the secrets that have no value; `null` where all have one. */
export function missingSecretsText({ functions }: DeclaredBackend, data: DataDirectory): string | null {
  const secretOf = secretReader(data);
  const names = new Set(functions.flatMap(({ secrets = {} }) => Object.values(secrets)));
  const missing = [...names].filter((name) => secretOf(name) === null);
  if (missing.length === 0) return null;
  const commands = missing.map((name) => `\`preamp secret set ${name}\``).join(', ');
  return `Secrets without a value: ${missing.join(', ')}. Set them with ${commands}, or as environment variables of these names.`;
}
