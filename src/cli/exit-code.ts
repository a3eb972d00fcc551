/** What the process returns. Documented in `preamp --help` and `docs/reference/cli.md`. */
export const exitCode = {
  ok: 0,
  /** The command ran and failed: an invalid schema, a port in use, no such user. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
} as const;
