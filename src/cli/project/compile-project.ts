import { type Compilation, compile } from '../../compiler/compile.ts';
import type { FunctionDefinition } from '../../functions/function-definition.ts';
import type { TokenIssuer } from '../../identity/token-issuer.ts';
import type { UserPoolSettings } from '../../identity/user-pool/user-pool-settings.ts';
import type { ApiSettings } from '../../ir/data-model.ts';
import type { WatchSet } from '../watch/watch-set.ts';
import type { ProjectSource } from './discover-project.ts';
import { readSdl } from './read-sdl.ts';

/** What came of a data model's sources, and what they are. */
export interface CompiledProject extends Compilation {
  readonly declared: DeclaredBackend;
  readonly watch: WatchSet;
  /** Cloud-only packages that were imported and do nothing here. */
  readonly inert: readonly string[];
}

/** What a project says of its backend besides the schema. */
export interface DeclaredBackend {
  /** Settings of its user pool; `null` where it has none. */
  readonly userPool: DeclaredUserPool | null;
  readonly issuers: readonly TokenIssuer[];
  readonly functions: readonly FunctionDefinition[];
  /** Days until an API key expires; `null` where it does not say. */
  readonly apiKeyDays: number | null;
  readonly lambdaAuthorizer: { readonly function: string; readonly cacheSeconds: number } | null;
}

export interface DeclaredUserPool {
  readonly settings: Partial<Omit<UserPoolSettings, 'userPoolId' | 'clientIds' | 'issuer' | 'identityPool'>>;
  readonly groups: readonly string[];
}

/** Gen 1 keeps sign-in apart from the schema: a user pool is there for whoever has rules for it. */
const gen1Backend: DeclaredBackend = {
  userPool: { settings: {}, groups: [] },
  issuers: [],
  functions: [],
  apiKeyDays: null,
  lambdaAuthorizer: null,
};

/**
 * Reads and compiles a data model. `adjust` has the last word on the API's settings; it gets what the resource file
 * says.
 */
export async function compileProject(
  source: ProjectSource,
  adjust: (declared: Partial<ApiSettings>) => Partial<ApiSettings>,
): Promise<CompiledProject> {
  if (source.kind === 'module') throw new Error('later');
  const sources = await readSdl(source.files);
  return {
    ...compile(sources, { settings: adjust({}) }),
    declared: gen1Backend,
    watch: { files: source.files, folders: source.folder === null ? [] : [source.folder] },
    inert: [],
  };
}
