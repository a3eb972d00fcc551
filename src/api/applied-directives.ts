import type { GraphQLField, GraphQLObjectType } from 'graphql';
import type { NativeAuth } from '../ir/data-model.ts';
import type { AppliedModes } from './definitions/type-definition.ts';

/** Directives AppSync would find on a type or field. */
export interface AppliedDirectives {
  /** `@aws_api_key`, `@aws_iam`… with `cognito_groups`. None means: the default mode of the API. */
  readonly auth: readonly NativeAuth[];
  /** `@aws_subscribe(mutations:)`; `null` without it. */
  readonly mutations: readonly string[] | null;
}

/** The directives applied to an object type or a field of the schema `buildApi` made. */
export function appliedDirectives(node: GraphQLObjectType | GraphQLField<unknown, unknown>): AppliedDirectives {
  const modes = node.extensions.appliedModes as AppliedModes | undefined;
  const mutations = node.extensions.subscribedMutations as readonly string[] | undefined;
  return {
    auth: [...(modes ?? [])].map(([mode, groups]) =>
      mode === 'aws_auth' ? { mode: 'AMAZON_COGNITO_USER_POOLS', groups, directive: mode } : { mode, groups },
    ),
    mutations: mutations === undefined || mutations.length === 0 ? null : mutations,
  };
}
