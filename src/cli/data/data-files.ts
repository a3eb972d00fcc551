/** The items. */
export const dataFile = 'data.sqlite';
/** The users, and what else a backend is known by: with the items, all that a backup must hold. */
export const usersFile = 'users.sqlite';
export const companionFiles = [
  usersFile,
  'instance.json',
  'api-keys.json',
  'user-pool-keys.json',
  'secrets.json',
] as const;
/** How far an import has come. */
export const importFile = 'import.json';

/** Copies that migrations make of the items: `data.sqlite.revision-3.backup`. */
export function isMigrationCopy(name: string): boolean {
  return name.startsWith(`${dataFile}.`) && name.endsWith('.backup');
}
