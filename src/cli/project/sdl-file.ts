import { extname } from 'node:path';

const extensions: ReadonlySet<string> = new Set(['.graphql', '.gql', '.graphqls']);

/** Whether a file's name says that it holds GraphQL. */
export function isSdlFile(file: string): boolean {
  return extensions.has(extname(file));
}
