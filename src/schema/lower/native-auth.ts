import type { ConstDirectiveNode } from 'graphql';
import { BuilderError } from '../builder-error.ts';
import type { CallSite } from '../call-site.ts';
import type { AuthRuleDefinition } from '../definition.ts';
import { directive } from './ast.ts';

/**
 * The `@aws_*` directives that say which callers may use a field or type, gathered from rules. AppSync checks these
 * itself where there is no generated resolver to check `@auth`.
 */
export class NativeAuth {
  readonly #modes = new Set<string>();
  readonly #groups = new Set<string>();

  /** Adds a rule of an operation whose handlers are resolvers (`custom`) or functions. */
  add(rule: AuthRuleDefinition, handlers: 'custom' | 'function', site: CallSite): void {
    if (rule.provider === 'identityPool') {
      if (handlers === 'custom') {
        throw new BuilderError(
          'builder-native-auth',
          "identityPool-based auth (allow.guest() and allow.authenticated('identityPool')) is not supported with a.handler.custom",
          site,
        );
      }
      this.#modes.add('aws_iam');
    } else if (rule.allow === 'groups') this.#addGroups(rule, handlers, site);
    else this.#modes.add(modeOf(rule, site));
  }

  /** Takes over what another one holds. */
  addAll(other: NativeAuth): void {
    for (const mode of other.#modes) this.#modes.add(mode);
    for (const group of other.#groups) this.#groups.add(group);
  }

  directives(): readonly ConstDirectiveNode[] {
    const plain = [...this.#modes].map((mode) => directive(mode));
    if (this.#groups.size === 0 || this.#modes.has('aws_cognito_user_pools')) return plain;
    return [...plain, directive('aws_cognito_user_pools', { cognito_groups: [...this.#groups] })];
  }

  #addGroups(rule: AuthRuleDefinition, handlers: 'custom' | 'function', site: CallSite): void {
    if (rule.provider === 'oidc') {
      const message =
        handlers === 'custom'
          ? 'OIDC group auth is not supported with a.handler.custom'
          : 'Unsupported provider for custom handlers: oidc';
      throw new BuilderError('builder-native-auth', message, site);
    }
    // A group that a field names cannot be known without a record: AppSync then admits every user of the pool.
    if (rule.groups === null) this.#modes.add('aws_cognito_user_pools');
    else for (const group of rule.groups) this.#groups.add(group);
  }
}

function modeOf(rule: AuthRuleDefinition, site: CallSite): string {
  if (rule.allow === 'public') return 'aws_api_key';
  if (rule.allow === 'custom') return 'aws_lambda';
  if (rule.allow === 'private') return rule.provider === 'oidc' ? 'aws_oidc' : 'aws_cognito_user_pools';
  throw new BuilderError(
    'builder-native-auth',
    `Unsupported auth strategy for custom handlers: ${rule.allow}`,
    site,
    'Give the operation rules of its own: owner rules need records.',
  );
}
