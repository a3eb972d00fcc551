import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataDirectory } from './data-directory.ts';

const fileName = 'instance.json';

const schema = v.object({
  region: v.string(),
  accountId: v.string(),
  userPoolId: v.string(),
  userPoolClientId: v.string(),
  identityPoolId: v.string(),
  pageTokenSecret: v.string(),
});

/** What a backend is known by, and keeps for as long as its data folder exists. */
export type Instance = v.InferOutput<typeof schema>;

/** The instance of a data folder, made when it is opened first. */
export function openInstance(data: DataDirectory): Instance {
  const stored = data.read(fileName);
  if (stored === null) {
    const made = makeInstance();
    data.write(fileName, made);
    return made;
  }
  const result = v.safeParse(schema, stored);
  if (result.success) return result.output;
  throw new PreampError('data-damaged', `${fileName} in the data folder does not describe a backend.`, {
    hint: 'Restore it from a backup, or remove it: clients then need new outputs, and everybody signs in again.',
  });
}

/** Ids have the form of AWS, because clients and token verifiers take them apart. */
function makeInstance(): Instance {
  const region = 'us-east-1';
  return {
    region,
    accountId: '000000000000',
    userPoolId: `${region}_${letters(9, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789')}`,
    userPoolClientId: letters(26, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    identityPoolId: `${region}:${randomUUID()}`,
    pageTokenSecret: randomBytes(32).toString('base64'),
  };
}

function letters(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
