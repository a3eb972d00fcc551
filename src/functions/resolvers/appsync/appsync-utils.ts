/** What `@aws-appsync/utils` exports. */
export { extensions } from './extensions.ts';
export { runtime, util } from './util.ts';
