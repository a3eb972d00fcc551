import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Clock } from '../../util/clock.ts';
import type { DataDirectory } from './data-directory.ts';

/** Only its owner may read it. In an encrypted data folder it is encrypted. */
export const secretFile = 'secrets.json';

const maxLength = 65_536;

const storedSecrets = v.record(
  v.string(),
  v.object({
    value: v.string(),
    /** Counts from 1 with each value. */
    version: v.number(),
    /** Unix seconds. */
    updatedAt: v.number(),
  }),
);

/** A value of `secret(name)` as the data folder keeps it. */
export type StoredSecret = v.InferOutput<typeof storedSecrets>[string];

/** Sorted by name. */
export function readSecrets(data: DataDirectory): ReadonlyMap<string, StoredSecret> {
  const result = v.safeParse(storedSecrets, data.read(secretFile) ?? {});
  if (!result.success) {
    throw new PreampError('data-damaged', `${secretFile} in the data folder does not hold secrets.`, {
      hint: 'Restore it from a backup, or remove it and set the secrets again.',
    });
  }
  return new Map(Object.entries(result.output).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Keeps a value from now on.
 *
 * @throws PreampError `secret-invalid` for a name of other characters than letters, digits and `_.-`, and for a value that
 * is empty or longer than 65,536 characters
 */
export function setSecret(data: DataDirectory, name: string, value: string, clock: Clock): StoredSecret {
  if (!/^[\w.-]{1,256}$/.test(name)) {
    throw new PreampError('secret-invalid', `Invalid secret name provided: ${name}`, {
      hint: 'Use letters, digits, underscores, dots and hyphens.',
    });
  }
  if (value === '' || value.length > maxLength) {
    throw new PreampError('secret-invalid', `A secret has 1 to ${maxLength} characters.`, {
      hint: 'Type the value when asked, or pipe it to the command.',
    });
  }
  const secrets = readSecrets(data);
  const stored = {
    value,
    version: (secrets.get(name)?.version ?? 0) + 1,
    updatedAt: Math.floor(clock() / 1000),
  };
  data.write(secretFile, Object.fromEntries([...secrets, [name, stored]]));
  return stored;
}

/** Forgets these secrets. Throws `secret-unknown` where one of them is not kept. */
export function removeSecrets(data: DataDirectory, names: readonly string[]): void {
  const secrets = new Map(readSecrets(data));
  for (const name of names) if (!secrets.delete(name)) throw unknownSecret(name);
  data.write(secretFile, Object.fromEntries(secrets));
}

export function unknownSecret(name: string): PreampError {
  return new PreampError('secret-unknown', `There is no secret named '${name}'.`, {
    hint: 'See `preamp secret list`.',
  });
}
