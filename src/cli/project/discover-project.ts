import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { isSdlFile } from './sdl-file.ts';

/** Where a data model is written. Paths are absolute. */
export type ProjectSource =
  /** Gen 2: a module that calls `defineBackend`, or one that exports `data` or `schema`, and the sign-in beside it. */
  | { readonly kind: 'module'; readonly entry: string; readonly auth: string | null }
  /** Gen 1: GraphQL files in the order in which they are joined. `folder` is the one that was listed, if any. */
  | { readonly kind: 'sdl'; readonly files: readonly string[]; readonly folder: string | null };

const moduleExtensions: readonly string[] = ['.ts', '.mts', '.js', '.mjs', '.cjs'];

/** Finds the data model in an app's folder. Throws `project-not-found` with the places that were looked at. */
export function discoverProject(root: string): ProjectSource {
  const found = inFolder(root);
  if (found !== null) return found;
  throw new PreampError('project-not-found', `There is no data model in ${root}.`, {
    hint:
      'Looked for amplify/backend.ts, amplify/data/resource.ts, schema.graphql, schema/ and ' +
      'amplify/backend/api/<name>/schema.graphql. Run the command in the folder of your app, or name the file with --schema.\n' +
      '  To begin a new one, put this into schema.graphql:\n\n' +
      '    type Todo @model @auth(rules: [{ allow: public }]) {\n      id: ID!\n      content: String\n    }\n',
  });
}

/** The source that a path given by the user stands for: a GraphQL file, a module, or a folder with either. */
export function sourceAt(path: string): ProjectSource {
  const absolute = resolve(path);
  if (!existsSync(absolute)) {
    throw new PreampError('file-not-found', `There is no file or folder ${path}.`, { hint: 'Check the path.' });
  }
  if (statSync(absolute).isDirectory()) {
    const found = inAmplifyFolder(absolute) ?? schemaFolder(absolute) ?? inFolder(absolute) ?? sdlFolder(absolute);
    if (found !== null) return found;
    throw new PreampError('project-not-found', `The folder ${path} holds no data model.`, {
      hint: 'It should hold .graphql files, an amplify/ folder, or data/resource.ts.',
    });
  }
  if (moduleExtensions.includes(extname(absolute))) return moduleSource(absolute);
  return { kind: 'sdl', files: [absolute], folder: null };
}

function inFolder(root: string): ProjectSource | null {
  return (
    inAmplifyFolder(join(root, 'amplify')) ??
    sdlFile(join(root, 'schema.graphql')) ??
    gen1Api(join(root, 'amplify', 'backend', 'api')) ??
    sdlFolder(join(root, 'schema'))
  );
}

function inAmplifyFolder(folder: string): ProjectSource | null {
  for (const path of ['backend', join('data', 'resource')]) {
    for (const extension of moduleExtensions) {
      const file = join(folder, path + extension);
      if (existsSync(file)) return moduleSource(file);
    }
  }
  return null;
}

/** `amplify/backend.ts` names its sign-in itself; beside a lone `data/resource.ts` stands `auth/resource.ts`. */
function moduleSource(entry: string): ProjectSource {
  const isData = basename(entry, extname(entry)) === 'resource' && basename(dirname(entry)) === 'data';
  const auth = moduleExtensions
    .map((extension) => join(dirname(entry), '..', 'auth', `resource${extension}`))
    .find((file) => isData && existsSync(file));
  return { kind: 'module', entry, auth: auth ?? null };
}

function gen1Api(folder: string): ProjectSource | null {
  if (!existsSync(folder)) return null;
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .map((api) => sdlFile(join(api, 'schema.graphql')) ?? sdlFolder(join(api, 'schema')))
    .filter((source) => source !== null);
  if (found.length > 1) {
    throw new PreampError('project-ambiguous', `There are ${found.length} APIs in ${folder}.`, {
      hint: 'Choose one with --schema amplify/backend/api/<name>.',
    });
  }
  return found[0] ?? null;
}

function sdlFile(file: string): ProjectSource | null {
  return existsSync(file) ? { kind: 'sdl', files: [file], folder: null } : null;
}

/** A folder that holds GraphQL files itself. With nothing but `schema.graphql` it is an app or a Gen 1 API. */
function schemaFolder(folder: string): ProjectSource | null {
  const files = readdirSync(folder).filter(isSdlFile);
  if (files.length === 0) return null;
  return files.length === 1 && files[0] === 'schema.graphql' ? sdlFile(join(folder, files[0])) : sdlFolder(folder);
}

/** All GraphQL files below a folder, in alphabetical order. */
function sdlFolder(folder: string): ProjectSource | null {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return null;
  const files = graphqlFiles(folder).sort();
  return files.length === 0 ? null : { kind: 'sdl', files, folder };
}

function graphqlFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') || skipped.has(entry.name) ? [] : graphqlFiles(path);
    return isSdlFile(path) ? [path] : [];
  });
}

/** Folders with other people's files, or with what Gen 1's own compiler wrote. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'build', 'dist']);
