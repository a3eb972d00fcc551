import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import * as v from 'valibot';
import type { DataDirectory } from './data-directory.ts';

/** While a server has the data folder: where commands of this machine reach it, and what proves that they may. */
const serverFile = 'server.json';

const schema = v.object({ url: v.string(), token: v.string() });

export type ServerAddress = v.InferOutput<typeof schema>;

/** A token that only who can read the data folder knows. */
export function newServerToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Says in the data folder how the server is reached. Returns the function that takes it back. */
export function announceServer(data: DataDirectory, address: ServerAddress): () => void {
  if (data.path === null) return () => {};
  data.write(serverFile, address);
  return () => rmSync(data.file(serverFile), { force: true });
}

/** The server of a data folder that another process holds; `null` where it is no server, or not ready yet. */
export function readServer(data: DataDirectory): ServerAddress | null {
  const stored = v.safeParse(schema, data.read(serverFile));
  return stored.success ? stored.output : null;
}
