import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { requestErrorEntry } from '../errors/error-entries.ts';
import type { GraphQLErrorEntry } from '../graphql-error-entry.ts';
import { describeViolation } from './describe-violation.ts';
import { queryPaths } from './query-paths.ts';

/**
 * The errors of a document that breaks the rules, in AppSync's words. The document is validated once more, rule by rule
 * under our eyes, because an error does not say which rule it comes from.
 */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLErrorEntry[] {
  const pathOf = queryPaths(document);
  const rules = specifiedRules.map(
    (rule): ValidationRule =>
      (context) => {
        const watched: typeof context = Object.create(context, {
          reportError: {
            value(error: GraphQLError) {
              const { type, text } = describeViolation(rule.name, context, error);
              const path = error.nodes?.[0] === undefined ? '' : pathOf(error.nodes[0]);
              const place = path === '' ? '' : ` @ '${path}'`;
              context.reportError(new GraphQLError(`Validation error of type ${type}: ${text}${place}`, error));
            },
          },
        });
        return rule(watched);
      },
  );
  return validate(schema, document, rules).map((error) => requestErrorEntry(error.message, error.locations ?? null));
}
