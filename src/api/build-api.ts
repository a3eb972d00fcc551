import type { DataModel } from '../ir/data-model.ts';
import type { Api } from './api.ts';
import { applyAuthModes } from './auth-modes/apply-auth-modes.ts';
import { modelRoles } from './auth-modes/model-roles.ts';
import { defineModelOperations, defineModelType, defineRelations } from './definitions/define-model.ts';
import { defineCustomOperations, defineSourceTypes } from './definitions/define-source-types.ts';
import { defineInput, startDefinitions } from './definitions/definitions.ts';
import { toGraphQLSchema } from './definitions/to-graphql-schema.ts';
import { defineFilterOperatorInputs } from './inputs/filter-operator-inputs.ts';
import { named } from './type-refs.ts';

/**
 * Builds the API of a data model: the schema AppSync would serve, name for name, with operation descriptors in place
 * of resolvers. Linear in the size of the model. Throws a `TypeError` where the model refers to a type it lacks, which
 * a compiled model does not.
 */
export function buildApi(model: DataModel): Api {
  const definitions = startDefinitions(model);
  const roles = new Map(model.models.map((each) => [each.name, modelRoles(each)]));

  defineSourceTypes(definitions);
  defineFilterOperatorInputs(definitions);
  for (const each of model.models) defineModelType(definitions, each);
  for (const each of model.models) defineModelOperations(definitions, each, roles.get(each.name)!);
  for (const each of model.models) defineRelations(definitions, each, roles);
  defineCustomOperations(definitions);
  // The official compiler adds this input to every schema.
  defineInput(definitions, 'AmplifyAIConversationTurnErrorInput', [
    ['errorType', named('String', true)],
    ['message', named('String', true)],
  ]);
  applyAuthModes(definitions, roles);

  return { model, schema: toGraphQLSchema(definitions.types) };
}
