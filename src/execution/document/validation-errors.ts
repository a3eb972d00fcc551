import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  specifiedRules,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  validate,
} from 'graphql';
import { requestErrorEntry } from '../errors/error-entries.ts';
import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';
import { describeViolation } from './describe-violation.ts';
import { queryPaths } from './query-paths.ts';
import { wrongDefaultsRule } from './wrong-defaults-rule.ts';
import { wrongLiteralsRule } from './wrong-literals-rule.ts';

/** graphql-js's rules, with one of our own that says where in an argument a literal is wrong. */
const inOurWords: readonly { readonly name: string; readonly rule: ValidationRule }[] = [
  ...specifiedRules
    .filter((rule) => rule !== ValuesOfCorrectTypeRule)
    .map((rule): { name: string; rule: ValidationRule } => ({ name: rule.name, rule })),
  { name: 'wrongLiteralsRule', rule: wrongLiteralsRule },
  { name: 'wrongDefaultsRule', rule: wrongDefaultsRule },
];

/**
 * The errors of a document that breaks the rules, in AppSync's words. The document is validated once more, rule by rule
 * under our eyes, because an error does not say which rule it comes from.
 */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLErrorEntry[] {
  const pathOf = queryPaths(document);
  const rules = inOurWords.map(
    ({ name, rule }): ValidationRule =>
      (context) => {
        const watched: typeof context = Object.create(context, {
          reportError: {
            value(error: GraphQLError) {
              const { type, text } = describeViolation(name, context, error);
              const path = error.nodes?.[0] === undefined ? '' : pathOf(error.nodes[0]);
              const place = path === '' ? '' : ` @ '${path}'`;
              context.reportError(new GraphQLError(`Validation error of type ${type}: ${text}${place}`, error));
            },
          },
        });
        return rule(watched);
      },
  );
  const errors = validate(schema, document, rules);
  if (errors.length === 0) return [requestErrorEntry('The document does not fit the schema.', null)];
  return errors.map((error) => requestErrorEntry(error.message, error.locations ?? null));
}
