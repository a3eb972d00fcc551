/** The items. */
export const dataFile = 'data.sqlite';
/** The users, and what else a backend is known by: with the items, all that a backup must hold. */
export const usersFile = 'users.sqlite';
export const companionFiles = [usersFile, 'instance.json', 'api-keys.json', 'user-pool-keys.json'] as const;
