/** Whether SQLite reports it. By name, as each build of the driver has a class of its own. `code` is `SQLITE_…`. */
export function isSqliteError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && error.name === 'SqliteError' && 'code' in error;
}
