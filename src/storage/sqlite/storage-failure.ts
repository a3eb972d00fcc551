import { PreampError } from '../../diagnostics/preamp-error.ts';
import { isSqliteError } from '../../util/is-sqlite-error.ts';

const failures: readonly {
  readonly prefix: string;
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}[] = [
  {
    prefix: 'SQLITE_BUSY',
    code: 'storage-locked',
    what: 'is locked by another process',
    hint: 'Stop the other process that uses this data directory, or give this one a directory of its own.',
  },
  {
    prefix: 'SQLITE_READONLY',
    code: 'storage-read-only',
    what: 'cannot be written to',
    hint: 'Make the file and its directory writable for the user that runs this process.',
  },
  {
    prefix: 'SQLITE_FULL',
    code: 'storage-full',
    what: 'cannot grow: the disk is full',
    hint: 'Free space on the disk. Nothing of the failed writes was stored; writing can go on as it is.',
  },
  {
    prefix: 'SQLITE_CANTOPEN',
    code: 'storage-cannot-open',
    what: 'cannot be opened',
    hint: 'Check that its directory exists and that the user that runs this process may write there.',
  },
  {
    prefix: 'SQLITE_NOTADB',
    code: 'storage-corrupt',
    what: 'is not a SQLite database, or is encrypted with another key',
    hint: 'Point to another file, or restore a backup.',
  },
  {
    prefix: 'SQLITE_CORRUPT',
    code: 'storage-corrupt',
    what: 'is damaged',
    hint: 'Restore a backup with `preamp restore`.',
  },
  {
    prefix: 'SQLITE_IOERR',
    code: 'storage-io',
    what: 'could not be read or written',
    hint: 'Check the disk and the system log.',
  },
];

/** The same failures where the file system reports them, before SQLite is asked. */
const systemCodes: Readonly<Record<string, string>> = {
  EACCES: 'SQLITE_CANTOPEN',
  EPERM: 'SQLITE_CANTOPEN',
  EROFS: 'SQLITE_READONLY',
  ENOTDIR: 'SQLITE_CANTOPEN',
  EEXIST: 'SQLITE_CANTOPEN',
  EISDIR: 'SQLITE_CANTOPEN',
  ENOSPC: 'SQLITE_FULL',
  EIO: 'SQLITE_IOERR',
};

/** What SQLite says of a table or column that a migration has taken away. */
const missingInSchema = /^no such (?:column|table)|has no column named/;

/** Turns an error of the database into one that says what happened to which file, and what to do. Passes others on. */
export function storageFailure(error: unknown, file: string): unknown {
  if (isSqliteError(error) && missingInSchema.test(error.message)) {
    return new PreampError('schema-replaced', 'The data model has changed since this request began.', {
      hint: 'Send the request again.',
      cause: error,
    });
  }
  const code = isSqliteError(error) ? error.code : systemCode(error);
  const failure = failures.find(({ prefix }) => code?.startsWith(prefix));
  if (failure === undefined) return error;
  return new PreampError(failure.code, `The database ${file} ${failure.what}.`, { hint: failure.hint, cause: error });
}

function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(systemCodes, code) ? systemCodes[code] : undefined;
}
