import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { openInstance } from '../data/instance-file.ts';
import { createLog } from '../output/create-log.ts';
import type { Terminal } from '../output/terminal.ts';
import type { DeclaredBackend, ReferencedPool } from '../project/declared-backend.ts';
import { type OpenedUserPool, openUserPool } from './open-user-pool.ts';

/**
 * Opens the user pool of a data folder for a command, beside a server that may be using it.
 *
 * @throws PreampError `users-missing` where the project has none, `users-elsewhere` where it is not here
 */
export async function openDeclaredPool(
  data: DataDirectory,
  config: PreampConfig,
  { userPool, referencedPool }: DeclaredBackend,
  terminal: Terminal,
): Promise<OpenedUserPool> {
  if (userPool === null) throw referencedPool === null ? noUsers() : usersElsewhere(referencedPool);
  return openUserPool({
    data,
    instance: openInstance(data),
    declared: userPool,
    config,
    deliverCode: null,
    log: createLog(terminal, { json: false, level: 'warn' }),
  });
}

function usersElsewhere({ issuer }: ReferencedPool): PreampError {
  return new PreampError('users-elsewhere', `The users of this project are in another pool: ${issuer}`, {
    hint: 'Administer them there. To have the users here, take the pool out of the project or its configuration.',
  });
}

function noUsers(): PreampError {
  return new PreampError('users-missing', 'This project has no users: nothing in it signs anybody in.', {
    hint: 'Call defineAuth in amplify/auth/resource.ts, and pass its result to defineBackend.',
  });
}
