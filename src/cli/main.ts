/** Runs the command line. `argv` is what follows the program's name. */
export async function main(argv: readonly string[]): Promise<void> {
  throw new Error(`No command '${argv[0] ?? ''}' yet.`);
}
