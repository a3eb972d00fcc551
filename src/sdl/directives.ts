import type { Directive } from './directive.ts';
import { authDirective } from './directives/auth.ts';
import { awsSubscribeDirective } from './directives/aws-subscribe.ts';
import { belongsToDirective } from './directives/belongs-to.ts';
import { defaultDirective } from './directives/default.ts';
import { functionDirective } from './directives/function.ts';
import { hasManyDirective } from './directives/has-many.ts';
import { hasOneDirective } from './directives/has-one.ts';
import { httpDirective } from './directives/http.ts';
import { indexDirective } from './directives/index-directive.ts';
import { manyToManyDirective } from './directives/many-to-many.ts';
import { mapsToDirective } from './directives/maps-to.ts';
import { modelDirective } from './directives/model.ts';
import { nativeAuthDirectives } from './directives/native-auth.ts';
import { primaryKeyDirective } from './directives/primary-key.ts';
import { refersToDirective } from './directives/refers-to.ts';
import { searchableDirective } from './directives/searchable.ts';
import { unsupportedDirectives } from './directives/unsupported.ts';
import { validateDirective } from './directives/validate.ts';

/**
 * Every directive, in the order they run. Models come before what is on them, keys before the relations that follow
 * them, and relations before the rules, which ask for the fields that relations have added.
 */
export const directives: readonly Directive[] = [
  modelDirective,
  mapsToDirective,
  refersToDirective,
  primaryKeyDirective,
  indexDirective,
  manyToManyDirective,
  hasManyDirective,
  hasOneDirective,
  belongsToDirective,
  authDirective,
  defaultDirective,
  validateDirective,
  functionDirective,
  httpDirective,
  searchableDirective,
  ...nativeAuthDirectives,
  awsSubscribeDirective,
  ...unsupportedDirectives,
];
