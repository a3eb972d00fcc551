const start = 'copy database to ';

/** The one instruction of a plan that is not SQL: to copy the database to a file before anything is changed. */
export function copyInstruction(file: string): string {
  return start + file;
}

/** The file of a copy instruction; `null` for SQL. */
export function copyTarget(instruction: string): string | null {
  return instruction.startsWith(start) ? instruction.slice(start.length) : null;
}
