import type { NativeAuth } from '../../ir/data-model.ts';
import type { AppliedModes } from '../definitions/type-definition.ts';

/** The modes of `@aws_*` directives the author wrote. */
export function nativeModes(auth: readonly NativeAuth[] | null | undefined): AppliedModes {
  return new Map((auth ?? []).map(({ mode, groups, directive }) => [directive ?? mode, groups]));
}
