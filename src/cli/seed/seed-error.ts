/** An error by whose name a seed script tells what went wrong. */
export function seedError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
