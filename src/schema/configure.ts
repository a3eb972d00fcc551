import { DefineError } from './define/define-error.ts';
import { schema } from './schema.ts';

/**
 * `configure` of `@aws-amplify/data-schema/internals`, by which schemas are put on a SQL database. Throws: here records
 * are always kept in Preamp's own tables.
 */
export function configure(options: {
  readonly database: { readonly engine: 'mysql' | 'postgresql' | 'dynamodb'; readonly [setting: string]: unknown };
}): { readonly schema: typeof schema } {
  const { engine } = options.database;
  if (engine === 'dynamodb') return { schema };
  throw new DefineError(
    'UnsupportedDatabaseError',
    `Schemas on an existing ${engine === 'mysql' ? 'MySQL' : 'PostgreSQL'} database are not supported.`,
    'Declare the models with a.schema({…}) to keep them in tables of their own, and reach the database from functions ' +
      '(a.query().handler(a.handler.function(…))).',
  );
}
