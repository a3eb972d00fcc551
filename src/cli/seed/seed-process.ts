/** The process of one seed script: imports the bundle its argument names, and says what ended it early. */
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import type { SeedFailure } from './seed-protocol.ts';

process.setSourceMapsEnabled(true);
process.on('uncaughtException', (error: unknown) => {
  process.send!({ failed: describe(error) } satisfies SeedFailure, () => process.exit(1));
});
await import(pathToFileURL(process.argv[2]!).href);

/** `client.graphql` throws results, which are no errors. */
function describe(thrown: unknown): SeedFailure['failed'] {
  if (thrown instanceof Error) {
    return { name: thrown.name, message: thrown.message, stack: thrown.stack ?? '' };
  }
  const { errors } = (thrown ?? {}) as { readonly errors?: readonly { readonly message?: unknown }[] };
  const messages = Array.isArray(errors) ? errors.map((error) => String(error?.message)) : [inspect(thrown)];
  return { name: 'Error', message: messages.join('\n'), stack: '' };
}
